import { requests, type RunningApp, start } from './requests.js';

describe('an application that installed the package', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await start();
  });

  afterAll(() => app.stop());

  it.each(requests)('%s by %s is %d', async (request, user, status, answer) => {
    expect(await app.ask(request, user)).toEqual([status, answer]);
  });
});
