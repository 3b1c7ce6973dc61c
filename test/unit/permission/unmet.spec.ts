import { parseWhere } from '../../../lib/permission/parse-where.js';
import { unmet } from '../../../lib/permission/unmet.js';

const post = {
  ...{ id: 1, authorId: '7', title: 'a', size: 3, at: new Date(0), editor: null },
  ...{ team: { leadId: 2 }, tags: [{ label: 'a' }] },
};

describe('why a condition is not met', () => {
  it.each<[string, object]>([
    ["authorId is not the user's id; string and number", { authorId: 7 }],
    ['title is not the value that is asked for', { title: 'b' }],
    ['editor is not the value that is asked for; null and string', { editor: 'b' }],
    ['at is not the value that is asked for', { at: new Date(1) }],
    ['title is the excluded value', { title: { not: 'a' } }],
    ['size is out of range', { size: { gt: 3 } }],
    ['size is out of range; number and bigint', { size: { lt: 9n } }],
    ['title is not among the values', { title: { in: ['b'] } }],
    ['title is among the excluded values', { title: { notIn: ['a'] } }],
    ['editor is null', { editor: { id: 1 } }],
    ["team.leadId is not the user's id", { team: { leadId: 7 } }],
    ['tags has no such element', { tags: { some: { label: 'b' } } }],
    ['title is not the value that is asked for', { id: 1, title: 'b', size: 9 }],
  ])('%s', (words, where) => {
    expect(unmet(parseWhere(where), post, 7)).toBe(words);
  });
});
