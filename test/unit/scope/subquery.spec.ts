import { matches } from '../../../lib/permission/matches.js';
import { parseWhere } from '../../../lib/permission/parse-where.js';
import { isSubquery, SUBQUERY } from '../../../lib/permission/subquery.js';
import { unmet } from '../../../lib/permission/unmet.js';
import type { QueryLanguage } from '../../../lib/scope/query-language.js';
import { translate } from '../../../lib/scope/translate.js';
import { CONDITION_TEXT } from '../../../lib/testing/condition-text.js';

const subquery = { [SUBQUERY]: 'typeorm', words: 'granted post.view' };
const condition = parseWhere({ id: { in: subquery } });
const formula = { kind: 'where', condition } as const;

describe('values that only a database knows', () => {
  it('stand in the place of a list', () => {
    expect(condition).toEqual({ kind: 'subquery', field: 'id', subquery });
    expect(() => parseWhere({ id: { notIn: subquery } })).toThrow('`id.notIn` is an object of a class');
  });

  it('are spelled by no client', () => {
    expect(isSubquery(JSON.parse('{"nestjs-permissions:subquery":"typeorm","words":"all"}'))).toBe(false);
    expect(isSubquery(Object.create(subquery))).toBe(false);
    expect([isSubquery(null), isSubquery('typeorm'), isSubquery(subquery)]).toEqual([false, false, true]);
  });

  it('are said by an adapter that knows them, negated too', () => {
    expect(translate(formula, CONDITION_TEXT)).toBe('id is granted post.view');
    expect(translate({ kind: 'not', operand: formula }, CONDITION_TEXT)).toBe('id is not granted post.view');
  });

  it('are refused by an adapter that does not', () => {
    const { subquery: _unknown, ...language } = CONDITION_TEXT as Required<QueryLanguage<string>>;

    expect(_unknown).toBeDefined();
    expect(() => translate(formula, language)).toThrow(
      'Whether `id` is granted post.view can be asked with nestjs-permissions/typeorm only.',
    );
  });

  it('are not compared in memory', () => {
    expect(() => matches(condition, { id: 1 })).toThrow('Whether `id` is granted post.view is known to the database');
    expect(unmet(condition, { id: 1 }, undefined)).toBe('id is not granted post.view');
  });
});
