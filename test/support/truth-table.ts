import { Injectable } from '@nestjs/common';
import {
  AllowAny,
  and,
  BasePermission,
  deny,
  DenyAll,
  hasRole,
  IsAdminUser,
  IsAuthenticated,
  IsAuthenticatedOrReadOnly,
  modelPermissions,
  modelPermissionsOrAnonReadOnly,
  not,
  or,
  type PermissionContext,
  type PermissionOperand,
  Permissions,
  ReadOnly,
  type Where,
} from '../../lib/index.js';

/** Those who ask, in the order of the table's columns. */
export const PERSONAS = {
  guest: null,
  stranger: { id: 2, roles: ['reader'] },
  author: { id: 1, roles: ['reader'], permissions: ['note.view'] },
  moderator: { id: 3, roles: ['moderator'], permissions: ['note.add'] },
  administrator: { id: 4, roles: ['reader'], isStaff: true },
} as const;

export type Persona = keyof typeof PERSONAS;

/** What an operation does: it reads, writes, or works on the note that its `id` names. */
export type Kind = 'read' | 'write' | 'note';

/** One operation of the table, with the code that each persona is answered; `granted` where the handler runs. */
export interface Operation {
  readonly name: string;
  readonly kind: Kind;
  readonly rule: PermissionOperand;
  readonly answers: Readonly<Record<Persona, string>>;
}

/** What the operations of the kind `note` work on. */
export class Note {
  constructor(
    readonly id: number,
    readonly authorId: number,
  ) {}
}

/** Holds the only note there is, the author's. */
@Injectable()
export class Notes {
  find(id: number): Note | undefined {
    return id === NOTE ? new Note(NOTE, PERSONAS.author.id) : undefined;
  }
}

/** The id of the note that exists, and of one that does not. */
export const NOTE = 1;
export const NO_NOTE = 9;

class IsAuthor extends BasePermission<Note> {
  override readonly message = 'Only the author may do this.';
  override readonly code = 'not_author';
  override where({ userId }: PermissionContext): Where<Note> | false {
    return typeof userId === 'number' && { authorId: userId };
  }
}

class IsAuthorLater extends BasePermission<Note> {
  override async hasObjectPermission({ userId }: PermissionContext, note: Note): Promise<boolean> {
    return Promise.resolve(note.authorId === userId);
  }
}

class IsHidden extends BasePermission<Note> {
  override hasObjectPermission({ userId }: PermissionContext, note: Note) {
    return note.authorId === userId || deny({ hide: true });
  }
}

class IsPaid extends BasePermission {
  override hasPermission({ userId }: PermissionContext) {
    return userId === PERSONAS.author.id || deny({ status: 402, code: 'unpaid', message: 'Pay first.' });
  }
}

const [YES, SIGN_IN, NO, NOT_FOUND] = ['granted', 'not_authenticated', 'permission_denied', 'not_found'];
const moderator = hasRole('moderator');

/**
 * Who may do what: the same on every transport. The columns are the personas: guest, stranger, author, moderator,
 * administrator.
 */
export const TRUTH: readonly Operation[] = [
  row('readOpen', 'read', AllowAny, YES, YES, YES, YES, YES),
  row('writeOpen', 'write', AllowAny, YES, YES, YES, YES, YES),
  row('readClosed', 'read', DenyAll, SIGN_IN, NO, NO, NO, NO),
  row('readSignedIn', 'read', IsAuthenticated, SIGN_IN, YES, YES, YES, YES),
  row('writeSignedIn', 'write', IsAuthenticated, SIGN_IN, YES, YES, YES, YES),
  row('readAdmin', 'read', IsAdminUser, SIGN_IN, NO, NO, NO, YES),
  row('readReadOnly', 'read', ReadOnly, YES, YES, YES, YES, YES),
  row('writeReadOnly', 'write', ReadOnly, SIGN_IN, NO, NO, NO, NO),
  row('readPublic', 'read', IsAuthenticatedOrReadOnly, YES, YES, YES, YES, YES),
  row('writePublic', 'write', IsAuthenticatedOrReadOnly, SIGN_IN, YES, YES, YES, YES),
  row('writeModerated', 'write', moderator, SIGN_IN, NO, NO, YES, NO),
  row('writeByEither', 'write', or(IsAdminUser, moderator), SIGN_IN, NO, NO, YES, YES),
  row('writeByBoth', 'write', and(IsAuthenticated, not(moderator)), SIGN_IN, YES, YES, NO, YES),
  row('writeByNobodyElse', 'write', not(or(IsAdminUser, moderator)), YES, YES, YES, NO, NO),
  row('readByCode', 'read', modelPermissions(Note), SIGN_IN, NO, YES, NO, NO),
  row('writeByCode', 'write', modelPermissions(Note), SIGN_IN, NO, NO, YES, NO),
  row('readByAnybody', 'read', modelPermissionsOrAnonReadOnly(Note), YES, YES, YES, YES, YES),
  row('writeByCodeOnly', 'write', modelPermissionsOrAnonReadOnly(Note), SIGN_IN, NO, NO, YES, NO),
  row('readPaid', 'read', IsPaid, 'unpaid', 'unpaid', YES, 'unpaid', 'unpaid'),
  row('noteOfAuthor', 'note', IsAuthor, SIGN_IN, 'not_author', YES, 'not_author', 'not_author'),
  row('noteOfAuthorLater', 'note', IsAuthorLater, SIGN_IN, NO, YES, NO, NO),
  row('noteOfEither', 'note', or(IsAdminUser, IsAuthorLater), SIGN_IN, NO, YES, NO, YES),
  row('noteOfOthers', 'note', and(IsAuthenticated, not(IsAuthor)), SIGN_IN, YES, NO, YES, YES),
  row('noteHidden', 'note', IsHidden, NOT_FOUND, NOT_FOUND, YES, NOT_FOUND, NOT_FOUND),
];

/**
 * Gives a class a handler for every operation, which answers `granted`.
 * @param decorators what the transport wants on the handler of an operation, beside its permissions
 */
export function addHandlers(
  target: new () => object,
  decorators: (operation: Operation) => readonly MethodDecorator[],
): void {
  const prototype = target.prototype as Record<string, unknown>;
  for (const operation of TRUTH) {
    const descriptor = { value: () => YES, writable: true, configurable: true, enumerable: false };
    Object.defineProperty(descriptor.value, 'name', { value: operation.name });
    Object.defineProperty(prototype, operation.name, descriptor);
    for (const decorate of [...decorators(operation), Permissions(operation.rule)]) {
      decorate(prototype, operation.name, descriptor);
    }
  }
}

/** How a transport is asked: the code of the answer, or `granted`. */
export type Ask = (who: Persona, operation: Operation, id: number) => Promise<string>;

/** Holds a transport to the table. */
export function itAnswersAsTheTableSays(ask: Ask): void {
  describe.each(TRUTH)('$name', (operation) => {
    it.each(Object.entries(operation.answers) as [Persona, string][])('answers %s: %s', async (who, answer) => {
      expect(await ask(who, operation, NOTE)).toBe(answer);
    });
  });

  it.each(Object.keys(PERSONAS) as Persona[])('a note that does not exist is not found by %s', async (who) => {
    for (const operation of TRUTH.filter(({ kind }) => kind === 'note')) {
      const refusedBefore = who === 'guest' && ['noteOfAuthor', 'noteOfOthers'].includes(operation.name);
      expect([operation.name, await ask(who, operation, NO_NOTE)]).toEqual([
        operation.name,
        refusedBefore ? SIGN_IN : NOT_FOUND,
      ]);
    }
  });
}

function row(
  name: string,
  kind: Kind,
  rule: PermissionOperand,
  ...answers: readonly (string | undefined)[]
): Operation {
  const columns = Object.keys(PERSONAS).map((persona, index) => [persona, answers[index] ?? '']);
  return { name, kind, rule, answers: Object.fromEntries(columns) as Operation['answers'] };
}
