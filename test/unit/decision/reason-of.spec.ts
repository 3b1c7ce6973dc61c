import { evaluate } from '../../../lib/decision/evaluate.js';
import { type LeafRecord, subjectOf } from '../../../lib/decision/evaluation.js';
import { BasePermission, deny, isOwner, type PermissionOperand } from '../../../lib/index.js';
import { evaluationOf, treeFor } from '../../support/permissions.js';

async function reasons(operand: PermissionOperand, object: object): Promise<(string | undefined)[]> {
  const tree = await treeFor(operand);
  const records: LeafRecord[] = [];
  const evaluation = evaluationOf(tree, { user: { id: 7 } }, { records });
  const outcome = await evaluate(tree.root, evaluation);
  if (outcome === 'pending') await evaluate(tree.root, evaluation, subjectOf(object));
  return records.map(({ reason }) => reason);
}

const denying = (answer: () => boolean | ReturnType<typeof deny>) =>
  class Denying extends BasePermission {
    override hasPermission() {
      return answer();
    }
  };

describe('the reason of a permission', () => {
  it('is what the object does not meet', async () => {
    expect(await reasons(isOwner('ownerId'), { ownerId: '7' })).toEqual([
      undefined,
      "ownerId is not the user's id; string and number",
    ]);
  });

  it('is its message, else its code, in one line', async () => {
    expect(
      await reasons(
        denying(() => deny({ message: 'Locked.\nFor ever.' })),
        {},
      ),
    ).toEqual(['Locked.\\u000aFor ever.']);
    expect(
      await reasons(
        denying(() => deny({ code: 'locked' })),
        {},
      ),
    ).toEqual(['locked']);
  });

  it('is not there when it grants, or says nothing', async () => {
    expect(await reasons(isOwner('ownerId'), { ownerId: 7 })).toEqual([undefined, undefined]);
    expect(
      await reasons(
        denying(() => false),
        {},
      ),
    ).toEqual([undefined]);
  });

  it('is not there when the object answers otherwise the second time: the decision stands', async () => {
    let asked = 0;
    const fickle = {
      get ownerId() {
        if (asked++ > 0) throw new Error('gone');
        return '7';
      },
    };

    expect(await reasons(isOwner('ownerId'), fickle)).toEqual([undefined, undefined]);
  });
});
