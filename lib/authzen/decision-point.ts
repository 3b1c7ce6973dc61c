import { type ClientRequest, type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { NoAnswer } from './no-answer.js';
import { requestHeaders } from './request-headers.js';
import type { ResolvedAuthZenOptions } from './resolve-options.js';

const LARGEST_ANSWER = 2 ** 20;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** The decision point over HTTP. Its agent keeps connections, and uses them again. */
export class DecisionPoint {
  private readonly base: string;
  private readonly request: (url: string, options: RequestOptions) => ClientRequest;

  constructor(private readonly options: Pick<ResolvedAuthZenOptions, 'url' | 'headers' | 'agent'>) {
    const { href, protocol } = new URL(options.url);
    this.base = `${href.replace(/\/$/, '')}/access/v1/`;
    this.request = protocol === 'https:' ? requestHttps : requestHttp;
  }

  /**
   * Sends one request.
   * @returns what the JSON of the answer holds
   * @throws NoAnswer for everything but a whole answer of status 200 in JSON; redirects are not followed
   */
  async ask(path: string, body: string, signal: AbortSignal): Promise<unknown> {
    const { agent } = this.options;
    const headers = await this.headers();
    const { response, content } = await this.sent(path, { method: 'POST', headers, agent, signal }, body);
    if (response.statusCode !== 200) throw new NoAnswer(`answered ${String(response.statusCode)} to ${path}`);
    if (!JSON_TYPE.test(response.headers['content-type'] ?? '')) {
      throw new NoAnswer(`answered ${path} with something else than application/json`);
    }
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
    } catch (error) {
      throw new NoAnswer(`answered ${path} with what is no JSON`, { cause: error });
    }
  }

  private async headers(): Promise<Readonly<Record<string, string>>> {
    const { headers } = this.options;
    if (typeof headers !== 'function') return requestHeaders(headers);
    try {
      return requestHeaders(await headers());
    } catch (error) {
      throw new NoAnswer('was not asked, because the option `headers` gave none', { cause: error });
    }
  }

  private async sent(path: string, options: RequestOptions, body: string): Promise<Answer> {
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        this.request(this.base + path, options)
          .on('response', resolve)
          .on('error', reject)
          .end(body);
      });
      return { response, content: await contentOf(response) };
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      throw new NoAnswer(`could not be asked: ${String((error as NodeJS.ErrnoException).code)}`, { cause: error });
    }
  }
}

interface Answer {
  readonly response: IncomingMessage;
  readonly content: Buffer;
}

// to its end, whatever the status, so that the connection can be used again
async function contentOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new NoAnswer(`answered more than ${String(LARGEST_ANSWER)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
