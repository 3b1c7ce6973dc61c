import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  and,
  BasePermission,
  not,
  or,
  PermissionsModule,
  PermissionsService,
  type PermissionOperand,
} from '../../../lib/index.js';
import { CONDITION_TEXT } from '../../../lib/testing/condition-text.js';

function where(conditions: object | boolean): BasePermission {
  return new (class extends BasePermission {
    where() {
      return conditions;
    }
  })();
}

describe('a condition in words', () => {
  let app: INestApplicationContext;
  beforeAll(async () => {
    app = await (await Test.createTestingModule({ imports: [PermissionsModule.forRoot({})] }).compile()).init();
  });
  afterAll(() => app.close());

  it.each<[PermissionOperand, string]>([
    [where(true), 'all'],
    [where(false), 'none'],
    [where({ id: 1 }), 'id = 1'],
    [where({ id: 7n }), 'id = 7n'],
    [where({ name: `"O'Neil"` }), `name = "\\"O'Neil\\""`],
    [where({ at: { gte: new Date(0) } }), 'at >= 1970-01-01T00:00:00.000Z'],
    [where({ id: { gt: 1 } }), 'id > 1'],
    [where({ id: { lt: 1 } }), 'id < 1'],
    [where({ id: { lte: 1 } }), 'id <= 1'],
    [where({ id: null }), 'id is null'],
    [where({ id: { not: null } }), 'id is not null'],
    [where({ id: { not: 1 } }), 'or(id != 1, id is null)'],
    [where({ id: { in: [1, 2] } }), 'id in (1, 2)'],
    [where({ id: { notIn: ['a', 'b'] } }), 'or(id not in ("a", "b"), id is null)'],
    [where({ author: { teamId: 3, active: true } }), 'author(and(teamId = 3, active = true))'],
    [where({ members: { some: { userId: 3 } } }), 'some members(userId = 3)'],
    [not(where({ author: { teamId: 3 } })), 'no author(teamId = 3)'],
    [not(where({ members: { some: { userId: 3 } } })), 'no members(userId = 3)'],
    [or(where({ id: 1 }), and(where({ a: 1 }), where({ b: 2 }))), 'or(id = 1, and(a = 1, b = 2))'],
  ])('case %#', async (permission, text) => {
    expect((await app.get(PermissionsService).scope(permission, null)).translate(CONDITION_TEXT)).toBe(text);
  });
});
