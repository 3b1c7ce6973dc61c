import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Blog } from '../blog/blog.js';
import { problemsOf } from './document-problems.js';
import { exampleOf, operationsOf } from './documents.js';

const golden = JSON.parse(readFileSync(join(process.cwd(), 'test/e2e/swagger/blog.openapi.json'), 'utf8')) as object;

describe('the document of the blog', () => {
  let blog: Blog;
  let document: OpenAPIObject;
  beforeAll(async () => {
    blog = await Blog.start(undefined);
    document = (await blog.as('guest', 'GET', '/docs-json').expect(200)).body as OpenAPIObject;
  });
  afterAll(() => blog.stop());

  // where it is meant to change: curl localhost:3000/docs-json > test/e2e/swagger/blog.openapi.json, and format it
  it('[SEC-216] is the golden one, so that a change of who may do what shows in a diff', () => {
    expect(document).toEqual(golden);
  });

  it('is sound OpenAPI', () => {
    expect(problemsOf(document)).toEqual([]);
  });

  it('[SEC-216] is the same every time, for everybody', async () => {
    const again = await blog.as('dora', 'GET', '/docs-json').expect(200);
    expect(again.text).toBe(JSON.stringify(document));
  });

  it.each([
    ['guest', 'POST', '/posts', '/posts', 401, 'not_authenticated'],
    ['carol', 'PATCH', '/posts/1', '/posts/{id}', 403, 'not_author'],
    ['alice', 'PATCH', '/posts/999', '/posts/{id}', 404, 'not_found'],
    ['alice', 'POST', '/posts/1/publish', '/posts/{id}/publish', 403, 'not_a_draft'],
  ] as const)('shows as examples what is answered: %s %s %s', async (persona, method, url, path, status, code) => {
    const { body } = await blog.as(persona, method, url).expect(status);
    expect(body).toEqual(exampleOf(operationsOf(document)[`${method} ${path}`]!, status, code));
  });

  it('shows the permissions on the page', async () => {
    const { text } = await blog.as('guest', 'GET', '/docs/swagger-ui-init.js').expect(200);
    expect(text).toContain('"showExtensions": true');
    expect(text).toContain('x-permissions');
  });
});
