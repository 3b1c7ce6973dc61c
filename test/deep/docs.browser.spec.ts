import { existsSync } from 'node:fs';
import type { INestApplication } from '@nestjs/common';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { createApp } from '../../sample/blog/src/create-app.js';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const installed = existsSync(CHROMIUM);
if (!installed) {
  process.stderr.write(
    `The page /docs is left out: there is no browser at ${CHROMIUM}; apt-get install -y chromium.\n`,
  );
}

(installed ? describe : describe.skip)('the page /docs of the blog, in a browser', () => {
  let app: INestApplication;
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];
  const problems: string[] = [];
  let address: string;

  beforeAll(async () => {
    delete process.env['DATABASE_URL'];
    app = await createApp({ logger: false });
    await app.listen(0, '127.0.0.1');
    address = await app.getUrl();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${address}/docs`);
    await page.locator('.opblock').first().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  /** An operation, opened. */
  async function opened(method: string, path: string): Promise<Locator> {
    const block = page.locator(`.opblock-${method}`).filter({ has: page.locator(`[data-path="${path}"]`) });
    await block.locator('.opblock-summary-control').click();
    await block.locator('.opblock-body').waitFor();
    return block;
  }

  it('shows the permissions of an operation, and what it refuses', async () => {
    const text = await (await opened('patch', '/posts/{id}')).innerText();
    expect(text).toContain('x-permissions');
    for (const name of ['ReadOnly', 'objectPermissions(Post', 'IsAuthor', 'IsAdminUser']) expect(text).toContain(name);
    for (const code of ['not_authenticated', 'not_author', 'not_found']) expect(text).toContain(code);
  });

  it('shows a lock on what asks for a token, and none on what is open', async () => {
    const open = await opened('post', '/auth/sign-in');
    expect(await open.innerText()).toContain('AllowAny');
    expect(await open.locator('.authorization__btn').count()).toBe(0);
    const closed = page.locator('.opblock-post').filter({ has: page.locator('[data-path="/posts"]') });
    expect(await closed.locator('.authorization__btn').count()).toBe(1);
  });

  it('needs nothing from elsewhere, and has no error', () => {
    expect(requests.filter((url) => !url.startsWith(address) && !url.startsWith('data:'))).toEqual([]);
    expect(problems).toEqual([]);
  });
});
