import { documentPath } from '../../../lib/swagger/document-path.js';

describe('a path of Nest, as Swagger writes it,', () => {
  it.each([
    ['/', '/'],
    ['/posts', '/posts'],
    ['/posts/:id', '/posts/{id}'],
    ['/posts/:postId/comments/:id', '/posts/{postId}/comments/{id}'],
    ['/flights/:from-:to', '/flights/{from}-{to}'],
    ['/posts/:größe', '/posts/{größe}'],
    ['/posts{/:id}', '/posts/{id}'],
    ['/files/*path', '/files/{path}'],
    ['/files/{*path}', '/files/{path}'],
    ['/files/*', '/files/{path}'],
    ['/files/(.*)', '/files/{path}'],
    ['/files/+', '/files/{path}'],
    ['/a/*/b/*/c', '/a/{path2}/b/{path6}/c'],
    ['/posts/:id(^\\d+)', '/posts/{id}'],
    ['/posts/::publish', '/posts/:publish'],
    ['/posts/[:]publish', '/posts/:publish'],
    ['/posts/:id\\:publish', '/posts/{id}:publish'],
  ])('%s, is %s', (path, written) => {
    expect(documentPath(path)).toBe(written);
  });
});
