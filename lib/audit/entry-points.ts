import type { Type } from '@nestjs/common';
import type { Transport } from '../context/transport-reader.js';
import { permissionAction } from '../policy/declarations.js';
import type { Handler } from '../policy/handler-source.js';

/** What calls a method beside an HTTP route. */
export interface EntryPoint {
  readonly transport: Exclude<Transport, 'http'>;
  readonly method: 'GET' | 'POST';
  /** What the transport calls it: `query`, `mutation`, `subscription`, `field`, `message` or `event`. */
  readonly operation: string;
  /** The fields, messages or patterns under which it is reached. */
  readonly addresses: readonly string[];
  readonly isField: boolean;
}

/** A method of a class of the application. */
export interface ClassMethod {
  readonly owner: Type;
  readonly action: string;
  readonly handler: Handler;
}

// the keys of packages that need not be installed
const KEYS = {
  pattern: 'microservices:pattern',
  kind: 'microservices:handler_type',
  gateway: 'websockets:is_gateway',
  message: 'websockets:message_mapping',
  event: 'message',
  type: 'graphql:resolver_type',
  field: 'graphql:resolve_property',
  reference: 'graphql:resolve_reference',
  name: 'graphql:resolver_name',
} as const;

const EVENT_HANDLER = 2;
const ROOT_TYPES: readonly unknown[] = ['Query', 'Mutation', 'Subscription'];

/** How messages of microservices reach this method of a controller. */
export function messageEntry({ owner, action, handler }: ClassMethod): EntryPoint | undefined {
  const patterns = metadata(KEYS.pattern, handler);
  if (patterns === undefined) return undefined;
  const operation = isEventHandler(handler) ? 'event' : 'message';
  return { ...messageOf(owner, action), transport: 'rpc', operation, addresses: [patterns].flat().map(inWords) };
}

/** Whether this method handles events of microservices, which nobody waits for an answer to. */
export function isEventHandler(handler: Handler): boolean {
  return metadata(KEYS.kind, handler) === EVENT_HANDLER;
}

/** How messages of a WebSocket reach this method of a provider. */
export function gatewayEntry({ owner, action, handler }: ClassMethod): EntryPoint | undefined {
  if (!isGateway(owner) || metadata(KEYS.message, handler) === undefined) return undefined;
  const addresses = [inWords(metadata(KEYS.event, handler))];
  return { ...messageOf(owner, action), transport: 'ws', operation: 'message', addresses };
}

/** Whether this class is a gateway of WebSockets. */
export function isGateway(owner: Type): boolean {
  return metadata(KEYS.gateway, owner) !== undefined;
}

/** How GraphQL operations reach this method of a provider. What resolves references counts as a field, as it does for Nest. */
export function resolverEntry({ owner, action, handler }: ClassMethod): EntryPoint | undefined {
  const type = metadata(KEYS.type, handler) ?? metadata(KEYS.type, owner);
  const isField = metadata(KEYS.field, handler) !== undefined || isReference(handler);
  if (type === undefined || (!isField && !ROOT_TYPES.includes(type))) return undefined;
  const operation = isField ? 'field' : inWords(type).toLowerCase();
  const method = operation === 'mutation' ? 'POST' : 'GET';
  const name = metadata(KEYS.name, handler) ?? action;
  return { transport: 'graphql', method, operation, addresses: [`${inWords(type)}.${inWords(name)}`], isField };
}

/** Whether this method resolves references of a federation. */
export function isReference(handler: Handler): boolean {
  return metadata(KEYS.reference, handler) !== undefined;
}

function messageOf(owner: Type, action: string): Pick<EntryPoint, 'method' | 'isField'> {
  return { method: permissionAction(owner, action).safe === true ? 'GET' : 'POST', isField: false };
}

function metadata(key: string, target: object): unknown {
  return Reflect.getMetadata(key, target) as unknown;
}

// patterns are texts, numbers or objects
function inWords(address: unknown): string {
  return typeof address === 'string' ? address : JSON.stringify(address);
}
