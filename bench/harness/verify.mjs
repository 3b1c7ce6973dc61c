const OPEN = new Set(['no guard', 'no guard, one of 5,000 routes', 'empty guard', 'handler loads, unchecked']);

/** Proves that a contender does what it is measured for. @throws Error when it answers another status */
export async function verify(contender, send, requests) {
  for (const { status, ask } of requests) {
    const expected = OPEN.has(contender) ? [200] : [status].flat();
    const response = await send(ask());
    if (!expected.includes(response.status)) {
      throw new Error(`answers ${response.status} to a request for which ${expected.join(' or ')} is expected`);
    }
  }
}
