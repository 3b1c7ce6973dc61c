import type { Response } from 'supertest';

/** What a client can tell one answer from another by: the status, the headers in order, and the bytes of the body. */
export interface Wire {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** The answer as it went over the wire, without the date. */
export function wire(response: Response): Wire {
  const { rawHeaders } = (response as unknown as { res: { rawHeaders: readonly string[] } }).res;
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() !== 'date' ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  );
  return { status: response.status, headers, body: response.text };
}
