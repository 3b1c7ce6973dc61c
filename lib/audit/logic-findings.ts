import { describeHandler } from '../policy/handler-source.js';
import type { Policy } from '../policy/policy.js';
import type { PolicyNode } from '../policy/policy-node.js';
import { type AuditFinding, finding } from './finding.js';

/** Beyond so many different permissions, not every case is tried. */
const MOST_ATOMS = 8;

/** Whether a policy says the same whatever its permissions answer. */
export function logicFindings({ declared, description, ...handler }: Policy): readonly AuditFinding[] {
  const atoms = [...new Set(atomsOf(declared))];
  if (atoms.length > MOST_ATOMS) return [];
  const where = describeHandler(handler);
  const truths = new Set(cases(atoms).map((granted) => isTrue(declared, granted)));
  if (truths.size === 2) return [];
  return truths.has(true)
    ? [
        finding(
          'tautology',
          where,
          `${description} grants whatever its permissions say. Write AllowAny if that is meant.`,
        ),
      ]
    : [
        finding(
          'contradiction',
          where,
          `${description} grants nobody, whatever its permissions say. Write DenyAll if that is meant.`,
        ),
      ];
}

/** Constants are atoms too: AllowAny and DenyAll are written to say the same whatever happens. */
type Atom = unknown;

function atomOf(node: Extract<PolicyNode, { kind: 'leaf' | 'constant' | 'dynamic' }>): Atom {
  switch (node.kind) {
    case 'leaf':
      return node.leaf;
    case 'constant':
      return node.name;
    case 'dynamic':
      return node.choose;
  }
}

function atomsOf(node: PolicyNode): readonly Atom[] {
  switch (node.kind) {
    case 'leaf':
    case 'constant':
    case 'dynamic':
      return [atomOf(node)];
    case 'not':
      return atomsOf(node.operand);
    case 'and':
    case 'or':
      return node.operands.flatMap(atomsOf);
  }
}

/** Every way in which the atoms can be granted. */
function cases(atoms: readonly Atom[]): readonly ReadonlySet<Atom>[] {
  return atoms.reduce<readonly ReadonlySet<Atom>[]>(
    (sets, atom) => [...sets, ...sets.map((granted) => new Set([...granted, atom]))],
    [new Set()],
  );
}

function isTrue(node: PolicyNode, granted: ReadonlySet<Atom>): boolean {
  switch (node.kind) {
    case 'leaf':
    case 'constant':
    case 'dynamic':
      return granted.has(atomOf(node));
    case 'not':
      return !isTrue(node.operand, granted);
    case 'and':
      return node.operands.every((operand) => isTrue(operand, granted));
    case 'or':
      return node.operands.some((operand) => isTrue(operand, granted));
  }
}
