import { leaveUser, requestOf } from '../../../lib/testing/request-of.js';
import { executionOf } from '../../support/executions.js';

const USER = { id: 1 };

describe('where a forced user stands', () => {
  it.each([
    ['the request of HTTP', 'http', (request: object) => [request, {}]],
    ['the request below a GraphQL operation', 'graphql', (request: object) => [undefined, {}, { req: request }, {}]],
    ['the context of an operation without one', 'graphql', (context: object) => [undefined, {}, context, {}]],
    ['the context of a microservice message', 'rpc', (context: object) => ['data', context]],
  ])('is %s', (_where, type, args) => {
    const request = {};
    const execution = executionOf(args(request), { type });
    leaveUser(execution, USER);
    expect(requestOf(execution)).toBe(request);
    expect(request).toEqual({ user: USER });
  });

  it.each([
    ['a socket', 'ws', (client: object) => [client, 'data', 'event']],
    ['a connection of graphql-ws', 'graphql', (connection: object) => [undefined, {}, { req: connection }, {}]],
  ])('is never %s, which outlives what is asked of it', (_where, type, args) => {
    const connection = { extra: {} };
    const execution = executionOf(args(connection), { type });
    leaveUser(execution, USER);
    expect(requestOf(execution)).toBe(connection);
    expect(connection).toEqual({ extra: {} });
  });
});
