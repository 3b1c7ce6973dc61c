// Prints the nanoseconds and bytes of one evaluation of a tree of ten rules, without Nest and without a request.
import 'reflect-metadata';
import process from 'node:process';
import { ours } from '../contenders/ours.mjs';
import { permissionsOf, treeOf } from '../contenders/permissions.mjs';
import { policy as byHand } from '../contenders/rules.mjs';
import { start } from '../harness/application.mjs';
import { bytesOf } from '../harness/bytes.mjs';
import { Pace } from '../harness/pace.mjs';
import { route } from '../harness/route.mjs';
import { user } from '../harness/users.mjs';

const [build, variant, contender, what, milliseconds] = process.argv.slice(2);
const library = await import(`${build}/index.js`);

const permissions = permissionsOf(library);
const { IsVerified, IsEuropean, IsFounder, ...others } = permissions;
if (variant === 'async') {
  const { isVerified } = await import('../contenders/rules.mjs');
  permissions.IsVerified = class extends library.BasePermission {
    async hasPermission({ user: caller }) {
      return isVerified(caller);
    }
  };
}
const tree =
  variant === 'early exit'
    ? library.and(IsVerified, IsEuropean, IsFounder, ...Object.values(others))
    : treeOf(library, permissions);

/** What the guard decides for one request: the tree that it has compiled, with a question. */
async function question() {
  const { app, send } = await start(route(ours(library, tree)));
  const authorizer = app.get(Symbol.for('nestjs-permissions:authorizer'));
  const { evaluation: begin } = authorizer;
  let begun;
  authorizer.evaluation = (...args) => (begun = begin.apply(authorizer, args));
  await send({ user: user() });
  delete authorizer.evaluation;
  return [authorizer, begun];
}

/** What everybody writes first: awaits every rule. */
async function naive(node, context) {
  if (node.kind === 'leaf') return (await node.leaf.instance.hasPermission(context)) === true;
  if (node.kind === 'not') return !(await naive(node.operand, context));
  for (const operand of node.operands) {
    if ((await naive(operand, context)) === (node.kind === 'or')) return node.kind === 'or';
  }
  return node.kind === 'and';
}

const [authorizer, evaluation] = await question();
const { context } = evaluation;
const contenders = {
  ours: () => authorizer.decide(evaluation),
  'awaited everywhere': () => naive(evaluation.tree.root, context),
  'hand-written': () => byHand(context.user),
};
const subject = contenders[contender];
const many = subject() instanceof Promise ? awaited : called;
let kept;

function called(count) {
  for (let index = 0; index < count; index++) kept = subject();
}

async function awaited(count) {
  for (let index = 0; index < count; index++) kept = await subject();
}

const pace = new Pace(many);
await pace.run(milliseconds);
const result = what === 'bytes' ? await bytesOf(many) : await pace.run(milliseconds);
if (kept === undefined) throw new Error('Nothing was evaluated.');
console.log(JSON.stringify({ [what]: result }));
