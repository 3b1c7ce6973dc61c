import assert from 'node:assert/strict';
import { requests, start } from './requests.js';

async function main(): Promise<void> {
  const app = await start();
  try {
    for (const [request, user, status, answer] of requests) {
      assert.deepEqual(await app.ask(request, user), [status, answer], `${request} by ${user}`);
    }
  } finally {
    await app.stop();
  }
  console.log(`${requests.length} requests answered as expected`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
