import { didYouMean } from '../../../lib/audit/nearest-name.js';

const actions = ['list', 'retrieve', 'create', 'update', 'partialUpdate', 'destroy'];

describe('a name that does not exist', () => {
  it.each([
    ['retreive', 'retrieve'],
    ['lst', 'list'],
    ['lists', 'list'],
    ['Create', 'create'],
    ['partialUpdtae', 'partialUpdate'],
    ['partial_update', 'partialUpdate'],
    ['updaet', 'update'],
  ])('was most likely meant as another: %s', (written, meant) => {
    expect(didYouMean(written, actions)).toBe(` Did you mean "${meant}"?`);
  });

  it.each(['publish', 'x'.repeat(20), ''])('is left alone where nothing is near: "%s"', (written) => {
    expect(didYouMean(written, actions)).toBe('');
  });

  it('is left alone where there are no names', () => {
    expect(didYouMean('list', [])).toBe('');
  });

  it('is compared letter by letter, also beyond the plain ones', () => {
    expect(didYouMean('list', ['𝒸𝓇ℯ𝒶𝓉ℯ'])).toBe('');
    expect(didYouMean('𝒸𝓇ℯ𝒶𝓉', ['𝒸𝓇ℯ𝒶𝓉ℯ'])).toBe(' Did you mean "𝒸𝓇ℯ𝒶𝓉ℯ"?');
  });
});
