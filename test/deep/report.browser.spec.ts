import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { htmlReport } from '../../lib/cli/html-report.js';
import type { JudgedReport } from '../../lib/cli/judged-report.js';
import { emptyReport, hostileName, hostileReport, smallReport } from '../unit/cli/reports.js';

const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const inBrowser = existsSync(browserPath);
if (!inBrowser) {
  console.error(
    `Left out: the audit report in a real browser, for there is no ${browserPath} (apt-get install chromium).`,
  );
}
const axe = readFileSync(createRequire(join(process.cwd(), 'test/deep/package.json')).resolve('axe-core'), 'utf8');

const viewports = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 640 } };

(inBrowser ? describe : describe.skip)('the page of an audit', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => page.context().close());

  async function open(
    report: JudgedReport,
    viewport = viewports.desk,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<void> {
    const path = join(folder, 'report.html');
    writeFileSync(path, htmlReport(report));
    const context = await browser.newContext({ viewport, colorScheme });
    page = await context.newPage();
    problems = [];
    page.on('request', (request) => problems.push(`requests ${request.url()}`));
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => {
      problems.push(`opens a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(path).href);
  }

  function shown(): Promise<string> {
    return page.locator('output').innerText();
  }

  it.each([
    ['on a desk', smallReport, viewports.desk, 'light'],
    ['on a desk, in the dark', smallReport, viewports.desk, 'dark'],
    ['on a phone', smallReport, viewports.phone, 'light'],
    ['on a phone, in the dark', smallReport, viewports.phone, 'dark'],
    ['with nothing found', emptyReport, viewports.desk, 'light'],
    ['with hostile names', hostileReport, viewports.phone, 'light'],
  ] as const)('has nothing that axe objects to: %s', async (_, report, viewport, scheme) => {
    await open(report, viewport, scheme);
    // in a world of its own: the policy of the page lets in no script
    const session = await page.context().newCDPSession(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const world = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    const { result } = await session.send('Runtime.evaluate', {
      contextId: world.executionContextId,
      expression: `${axe}; axe.run()`,
      awaitPromise: true,
      returnByValue: true,
    });
    const { violations, passes } = result.value as AxeResults;

    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
    expect(passes.length).toBeGreaterThan(15);
  });

  it('requests nothing but itself, and runs nothing of a name', async () => {
    await open(hostileReport);
    expect(problems).toEqual([expect.stringMatching(/^requests file:.*report\.html$/)]);
    expect(await page.locator('tbody tr').count()).toBe(2);
    expect(await page.locator('tbody').first().innerText()).toContain('<script>alert(1)</script>');
    expect(hostileName).toContain('<script>');
  });

  it('runs no script that somebody puts into it', async () => {
    await open(smallReport);
    await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'document.title = "owned"';
      document.body.append(script);
    `);
    expect(await page.title()).toBe('Permissions of dist/app.module.js');
    expect(problems.join()).toContain('Content Security Policy');
  });

  it.each(Object.entries(viewports))('is not wider than its window: %s', async (_, viewport) => {
    for (const report of [smallReport, hostileReport]) {
      await open(report, viewport);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    }
  });

  it('shows what is searched for, in both tables, whatever the order and the case of the words', async () => {
    await open(smallReport);
    expect(await shown()).toBe('Shown: findings 3, handlers 3');
    await page.getByLabel('Search').fill('UPDATE posts');
    expect(await shown()).toBe('Shown: findings 1, handlers 1');
    expect(await page.locator('tbody tr:visible').first().innerText()).toContain('PostsController.update');
    await page.getByLabel('Search').fill('nothing of the kind');
    expect(await shown()).toBe('Shown: findings 0, handlers 0');
  });

  it('filters findings by severity and handlers by method, with the keyboard alone', async () => {
    await open(smallReport, viewports.phone);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('w');
    expect(await shown()).toBe('Shown: findings 2, handlers 3');
    await page.keyboard.press('Tab');
    await page.keyboard.press('P');
    expect(await shown()).toBe('Shown: findings 2, handlers 1');
  });

  it('is a table for a screen reader on a phone too', async () => {
    await open(smallReport, viewports.phone);
    const table = page.getByRole('table', { name: 'Handlers' });
    expect(await table.getByRole('row').count()).toBe(4);
    expect(await table.getByRole('columnheader').count()).toBe(7);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('status').count()).toBe(1);
  });
});
