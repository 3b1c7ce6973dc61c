const OPEN = new Set(['no guard', 'empty guard']);

/** Proves that a contender does what it is measured for. @throws Error when it answers another status */
export async function verify(contender, send, requests) {
  for (const { status, ask } of OPEN.has(contender) ? requests.slice(0, 1) : requests) {
    const expected = [status].flat();
    const response = await send(ask());
    if (!expected.includes(response.status)) {
      throw new Error(`answers ${response.status} to a request for which ${expected.join(' or ')} is expected`);
    }
  }
}
