import type { ExecutionContext } from '@nestjs/common';
import { carrierOf, isTransport, readerFor } from '../../../lib/context/readers.js';
import type { Transport } from '../../../lib/context/transport-reader.js';
import { executionOf } from '../../support/executions.js';

const USER_OF = Symbol.for('nestjs.authentication.userOf');
const USER = { id: 1 };
const OTHER = { id: 2 };

const over = (type: Transport, args: readonly unknown[]): ExecutionContext => executionOf(args, { type });
const graphql = (context: unknown, { parent = {}, args = {}, info = {} } = {}): ExecutionContext =>
  over('graphql', [parent, args, context, info]);
const ws = (client: object, data: unknown = {}): ExecutionContext => over('ws', [client, data, 'event', 'event']);
const rpc = (data: unknown, context: unknown = {}): ExecutionContext => over('rpc', [data, context]);
const userOf = (type: Transport, execution: ExecutionContext): unknown => readerFor(type, 'POST').user(execution);

describe('the user of a GraphQL operation', () => {
  it('is the own user of the request in its context', () => {
    expect(userOf('graphql', graphql({ req: { user: USER } }))).toBe(USER);
    expect(userOf('graphql', graphql({ req: Object.create({ user: USER }) }))).toBeUndefined();
  });

  it('is what the official authentication says of this operation, and its null stands', () => {
    const req = { user: OTHER, [USER_OF]: (execution: ExecutionContext) => execution.getArgByIndex<object>(1) };
    const asked = graphql({ req }, { args: USER });

    expect(userOf('graphql', asked)).toBe(USER);
    expect(userOf('graphql', graphql({ req: { user: OTHER, [USER_OF]: () => null } }))).toBeNull();
    expect(userOf('graphql', graphql({ req: { user: OTHER, [USER_OF]: () => undefined } }))).toBe(OTHER);
  });

  it.each([undefined, null, {}, { req: undefined }, { req: 'text' }, { user: USER }])(
    'is nobody without a request: %j',
    (context) => {
      expect(userOf('graphql', graphql(context))).toBeUndefined();
    },
  );

  it('[SEC-197] is never on the parent entity', () => {
    expect(userOf('graphql', graphql({ req: {} }, { parent: { user: USER, req: { user: USER } } }))).toBeUndefined();
  });
});

describe('the user of a WebSocket message', () => {
  it('is what the official authentication says of this message, and its null stands', () => {
    expect(userOf('ws', ws({ user: OTHER, [USER_OF]: () => USER }))).toBe(USER);
    expect(userOf('ws', ws({ user: OTHER, [USER_OF]: () => null }))).toBeNull();
    expect(userOf('ws', ws({ user: OTHER, [USER_OF]: () => undefined }))).toBe(OTHER);
    expect(userOf('ws', ws({ user: OTHER, [USER_OF]: 'text' }))).toBe(OTHER);
  });

  it('is the own one of the socket, else that in the data of socket.io', () => {
    expect(userOf('ws', ws({ user: USER, data: { user: OTHER } }))).toBe(USER);
    expect(userOf('ws', ws({ user: undefined, data: { user: OTHER } }))).toBe(OTHER);
    expect(userOf('ws', ws({ user: false, data: { user: OTHER } }))).toBe(false);
    expect(userOf('ws', ws({ data: Object.create({ user: OTHER }) }))).toBeUndefined();
    expect(userOf('ws', ws({ data: 'text' }))).toBeUndefined();
  });

  it('[SEC-194] is never in the message', () => {
    expect(userOf('ws', ws({}, { user: USER }))).toBeUndefined();
  });
});

describe('the user of a message of a microservice', () => {
  it('is the own one of its context, and [SEC-194] never in the payload', () => {
    expect(userOf('rpc', rpc({ user: OTHER }, { user: USER }))).toBe(USER);
    expect(userOf('rpc', rpc({ user: OTHER }))).toBeUndefined();
    expect(userOf('rpc', over('rpc', [{ user: OTHER }]))).toBeUndefined();
  });
});

describe('what a rule reads', () => {
  it('is the arguments of a field, and the request below it', () => {
    const [reader, req] = [readerFor('graphql', 'GET'), {}];

    expect(reader.params(graphql({}, { args: { id: 1 } }))).toEqual({ id: 1 });
    expect(reader.params(over('graphql', []))).toEqual({});
    expect(reader.request(graphql({ req }))).toBe(req);
    expect(reader.method(graphql({}))).toBe('GET');
    const context = { connectionParams: {} };
    expect([reader.request(graphql(context)), reader.origin(graphql(context))]).toEqual([context, context]);
  });

  it.each([
    [{ id: 1 }, { id: 1 }],
    ['text', {}],
    [5, {}],
    [null, {}],
    [undefined, {}],
    [[1], {}],
  ])('is the members of the message %j', (message, params) => {
    const [client, context] = [{}, {}];

    expect(readerFor('ws', 'POST').params(ws(client, message))).toEqual(params);
    expect(readerFor('rpc', 'POST').params(rpc(message, context))).toEqual(params);
    expect(readerFor('ws', 'POST').request(ws(client, message))).toBe(client);
    expect(readerFor('rpc', 'POST').request(rpc(message, context))).toBe(context);
    expect(readerFor('rpc', 'POST').origin(rpc(message, context))).toEqual({ data: message, context });
  });
});

describe('the state of an invocation', () => {
  it('hangs on the request of HTTP, and on the info of a GraphQL field', () => {
    const [request, info] = [{}, {}];

    expect(carrierOf(executionOf([request]))).toBe(request);
    expect(carrierOf(graphql({}, { info }))).toBe(info);
  });

  it.each(['ws', 'rpc'] as const)(
    'stands among the arguments of a %s message, which are another for each run',
    (type) => {
      const [first, second] = [
        ['shared', 'text', 'event'],
        ['shared', 'text', 'event'],
      ];
      const carrier = carrierOf(over(type, first));

      expect(carrierOf(over(type, first))).toBe(carrier);
      expect(carrierOf(over(type, [...first]))).toBe(carrier);
      expect(carrierOf(over(type, second))).not.toBe(carrier);
    },
  );

  it('moves neither the pattern of a WebSocket message, which Nest reads from the end, nor the context of another', () => {
    const [socketArgs, serviceArgs] = [
      ['client', 'data', 'event'],
      ['data', 'context'],
    ];
    carrierOf(over('ws', socketArgs));
    carrierOf(over('rpc', serviceArgs));

    expect([socketArgs[0], socketArgs[1], socketArgs.at(-1)]).toEqual(['client', 'data', 'event']);
    expect(serviceArgs.slice(0, 2)).toEqual(['data', 'context']);
  });
});

describe('an unknown transport', () => {
  it.each(['telegram', 'constructor', '__proto__', ''])('carries nothing: %j', (type) => {
    expect(isTransport(type)).toBe(false);
    expect(carrierOf(executionOf([{}], { type }))).toBeUndefined();
  });
});
