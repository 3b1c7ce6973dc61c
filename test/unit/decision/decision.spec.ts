import { and } from '../../../lib/composition/and.js';
import type { PermissionOperand } from '../../../lib/composition/expression.js';
import { not } from '../../../lib/composition/not.js';
import { or } from '../../../lib/composition/or.js';
import { type DecisionTrace, traceOf } from '../../../lib/decision/decision.js';
import { evaluate } from '../../../lib/decision/evaluate.js';
import { type LeafRecord, subjectOf } from '../../../lib/decision/evaluation.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { DenyAll } from '../../../lib/permission/deny-all.js';
import type { DynamicNode } from '../../../lib/policy/policy-node.js';
import { evaluationOf, host, leaf, treeFor } from '../../support/permissions.js';

/** A trace in one line: `and(A: granted, B: denied): denied`. */
function inWords({ name, verdict, operands = [] }: DecisionTrace): string {
  const inner = operands.map(inWords).join(', ');
  return inner === '' ? `${name}: ${verdict}` : `${name.split('(')[0]!}(${inner}): ${verdict}`;
}

async function traced(operand: PermissionOperand, object?: object): Promise<DecisionTrace> {
  const { root, declared, remembers } = await treeFor(operand);
  const records: LeafRecord[] = [];
  const evaluation = evaluationOf({ remembers }, {}, { records });
  await evaluate(root, evaluation);
  if (object !== undefined) await evaluate(root, evaluation, subjectOf(object));
  return traceOf(declared, evaluation);
}

const yes = leaf('Yes', { request: true });
const no = leaf('No', { request: () => Promise.resolve(false) });
const object = leaf('Object', { object: true });

describe('the trace of a decision', () => {
  it.each<[string, PermissionOperand, string]>([
    ['a leaf', yes, 'Yes: granted'],
    ['an asynchronous leaf', no, 'No: denied'],
    ['and()', and(yes, no, yes), 'and(Yes: granted, No: denied, Yes: granted): denied'],
    ['or()', or(no, yes, object), 'or(No: denied, Yes: granted, Object: not asked): granted'],
    ['or() that denies', or(no, no), 'or(No: denied, No: denied): denied'],
    ['and() that grants', and(yes, yes), 'and(Yes: granted, Yes: granted): granted'],
    ['not()', not(yes), 'not(Yes: granted): denied'],
    ['not() of a denial', not(no), 'not(No: denied): granted'],
    ['what is pending', not(and(yes, object)), 'not(and(Yes: granted, Object: pending): pending): pending'],
    ['constants', or(DenyAll, no, AllowAny), 'or(DenyAll: denied, No: not asked, AllowAny: granted): granted'],
    [
      'what is not asked',
      or(yes, not(and(object, object))),
      'or(Yes: granted, not(and(Object: not asked, Object: not asked): not asked): not asked): granted',
    ],
  ])('says what every node said: %s', async (_text, operand, words) => {
    expect(inWords(await traced(operand))).toBe(words);
  });

  it('never says that a node granted of which a part was not asked', async () => {
    const trace = await traced(or(yes, and(AllowAny, object)));

    expect(trace.operands?.[1]).toMatchObject({ name: 'and(AllowAny, Object)', verdict: 'not asked' });
  });

  it('says what a leaf said last, and how long it took', async () => {
    const trace = await traced(object, {});

    expect(trace).toEqual({ name: 'Object', verdict: 'granted', milliseconds: expect.any(Number) });
  });

  it('says what a function of the context chose, where it was asked', async () => {
    const { root: otherwise } = await treeFor(no);
    const shared = { owner: 'PostsController', mayOpen: true, host, safe: undefined, otherwise } as const;
    const node: DynamicNode = { kind: 'dynamic', choose: () => [yes], ...shared };
    const evaluation = evaluationOf({ remembers: true }, {}, { records: [] });

    expect(inWords(traceOf(node, evaluation))).toBe('PostsController(context) ?? No: not asked');
    await evaluate(node, evaluation);
    expect(traceOf(node, evaluation)).toMatchObject({
      verdict: 'granted',
      operands: [{ name: 'Yes', verdict: 'granted' }],
    });
  });

  it('is empty where no records were kept', async () => {
    const { root } = await treeFor(yes);

    expect(traceOf(root, evaluationOf({ remembers: false }))).toEqual({ name: 'Yes', verdict: 'not asked' });
  });
});
