// Prints the nanoseconds and bytes of one evaluation of a tree of ten rules, without Nest and without a request.
import 'reflect-metadata';
import process from 'node:process';
import { ours } from '../contenders/ours.mjs';
import { permissionsOf, treeOf } from '../contenders/permissions.mjs';
import { policy } from '../contenders/rules.mjs';
import { start } from '../harness/application.mjs';
import { bytesOf } from '../harness/bytes.mjs';
import { Pace } from '../harness/pace.mjs';
import { route } from '../harness/route.mjs';
import { user } from '../harness/users.mjs';

const [build, variant, contender, what, milliseconds] = process.argv.slice(2);
const library = await import(`${build}/index.js`);
const { evaluate } = await import(`${build}/decision/evaluate.js`);

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

/** What the guard evaluates for one request: the tree that it has compiled, and the question. */
async function question() {
  const { app, send } = await start(route(ours(library, tree)));
  const seen = {};
  for (const [token, method] of [
    ['registry', 'find'],
    ['authorizer', 'evaluation'],
  ]) {
    const holder = app.get(Symbol.for(`nestjs-permissions:${token}`));
    const original = holder[method];
    holder[method] = function (...args) {
      return (seen[method] = original.apply(this, args));
    };
  }
  await send({ user: user() });
  return [seen.find.root, seen.evaluation];
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

const [root, evaluation] = await question();
const caller = evaluation.context.user;
const contenders = {
  ours: () => evaluate(root, evaluation),
  'awaited everywhere': () => naive(root, evaluation.context),
  'hand-written': () => policy(caller),
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
