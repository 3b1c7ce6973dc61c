import { BadRequestException, ForbiddenException, HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { WsException } from '@nestjs/websockets';
import { denialBy } from '../../lib/composition/verdict.js';
import { exceptionFor } from '../../lib/exceptions.js';
import { TransportExceptions } from '../../lib/transport-exceptions.js';

const refusal = (status: number): ReturnType<typeof exceptionFor> =>
  exceptionFor({ status, message: 'No.', code: 'no', denial: denialBy('IsEditor') });

describe('a refusal', () => {
  it.each([
    ['ws', WsException],
    ['rpc', RpcException],
  ] as const)(
    'is the exception of %s, with the body and the cause that it has over HTTP, and no stack',
    async (transport, expected) => {
      const exceptions = new TransportExceptions();
      expect(await exceptions.prepare(new Set(['http', 'graphql', transport]))).toEqual([]);
      const thrown = exceptions.of(refusal(403), transport) as WsException;

      expect(thrown).toBeInstanceOf(expected);
      expect(thrown.getError()).toEqual({ statusCode: 403, error: 'Forbidden', message: 'No.', code: 'no' });
      expect([thrown.message, thrown.cause]).toEqual(['No.', denialBy('IsEditor')]);
      expect(thrown.stack?.split('\n')).toHaveLength(1);
    },
  );

  it('keeps the words of an exception of Nest, or of one that has a text only', async () => {
    const exceptions = new TransportExceptions();
    await exceptions.prepare(new Set(['ws']));
    const bodyOf = (error: HttpException): unknown => (exceptions.of(error, 'ws') as WsException).getError();

    expect(bodyOf(new BadRequestException('Bad id'))).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: 'Bad id',
    });
    expect(bodyOf(new HttpException('text', 418))).toEqual({ statusCode: 418, message: 'text' });
    expect(bodyOf(new ForbiddenException({ code: 'mine' }))).toEqual({ statusCode: 403, code: 'mine' });
  });

  it.each([
    [401, 'UNAUTHENTICATED', 'Unauthorized'],
    [402, 'PAYMENT_REQUIRED', 'Payment Required'],
    [403, 'FORBIDDEN', 'Forbidden'],
    [404, 'NOT_FOUND', 'Not Found'],
    [451, 'UNAVAILABLE_FOR_LEGAL_REASONS', 'Unavailable For Legal Reasons'],
  ])('of %d is %s for GraphQL, also when it is thrown twice', (status, code, error) => {
    const exceptions = new TransportExceptions();
    const thrown = exceptions.of(exceptions.of(refusal(status), 'graphql') as HttpException, 'graphql');

    expect(thrown).toMatchObject({
      message: 'No.',
      extensions: { code, originalError: { statusCode: status, error, message: 'No.', code: 'no' } },
    });
  });

  it('is itself over HTTP and over an unknown transport, and an exception of Nest is for GraphQL', () => {
    const [denied, other] = [refusal(403), new ForbiddenException()];

    expect(new TransportExceptions().of(denied, 'http')).toBe(denied);
    expect(new TransportExceptions().of(denied, 'telegram')).toBe(denied);
    expect(new TransportExceptions().of(other, 'graphql')).toBe(other);
  });
});

describe('a package that is not installed', () => {
  it('is named at start-up, where its transport is used', async () => {
    const load = (): Promise<never> => Promise.reject(new Error('Cannot find it\nRequire stack'));
    const exceptions = new TransportExceptions({ ws: { name: '@nestjs/websockets', load } });

    expect(await exceptions.prepare(new Set(['http', 'rpc']))).toEqual([]);
    expect(await exceptions.prepare(new Set(['ws']))).toEqual([
      'The handlers of ws messages need @nestjs/websockets, which cannot be loaded: install it. (Cannot find it)',
    ]);
  });
});
