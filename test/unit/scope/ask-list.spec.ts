import { BasePermission } from '../../../lib/permission/base-permission.js';
import { LISTED } from '../../../lib/permission/listed.js';
import { askList } from '../../../lib/scope/ask-list.js';
import { boundLeaf, evaluationOf } from '../../support/permissions.js';

/** What a list amounts to, whose objects are described by this answer; a function is called for it. */
async function listOf(answer: unknown): Promise<unknown> {
  class Listed extends BasePermission {
    override hasObjectPermission(): boolean {
      return false;
    }

    [LISTED](): unknown {
      return typeof answer === 'function' ? (answer as () => unknown)() : answer;
    }
  }
  return askList(await boundLeaf(Listed), evaluationOf({ remembers: false }));
}

describe('the objects of a list', () => {
  it.each([
    ['all', true],
    ['none', false],
    ['none', Promise.resolve(false)],
  ])('are %s for %p', async (term, answer) => {
    expect(await listOf(answer)).toBe(term);
  });

  it.each([{ ownerId: 1 }, Promise.resolve({ ownerId: 1 })])('are those of a condition', async (answer) => {
    expect(await listOf(answer)).toMatchObject({ kind: 'where' });
  });

  it('are unknown where the description throws, and the error says of what', async () => {
    const broken = (): never => {
      throw new Error('the store is closed');
    };
    await expect(listOf(broken)).rejects.toThrow('The objects of Listed threw');
  });

  it('are not described by a permission that judges one object', async () => {
    class JudgesOne extends BasePermission {
      override hasObjectPermission(): boolean {
        return true;
      }
    }
    const leaf = await boundLeaf(JudgesOne);
    expect(() => askList(leaf, evaluationOf({ remembers: false }))).toThrow(
      'JudgesOne.hasObjectPermission cannot become a query',
    );
  });
});
