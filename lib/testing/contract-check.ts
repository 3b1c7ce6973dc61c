import type { Scope } from '../index.js';
import { type ContractRows, contractRows, type LoadedItem } from './contract-rows.js';
import { type ContractRule, printRule, simplerThan } from './contract-rule.js';
import type { ContractFilter, ScopeAdapter } from './scope-adapter.js';
import { ScopeAsker } from './scope-asker.js';

const VERBS = ['select', 'update', 'delete'] as const;

/** Compares what an adapter does under a scope with what the rule allows in memory. */
export class ContractCheck {
  /** How many rows were judged. */
  decisions = 0;

  private constructor(
    private readonly adapter: ScopeAdapter,
    private readonly asker: ScopeAsker,
    private readonly rows: ContractRows,
    private readonly items: readonly LoadedItem[],
  ) {}

  static async start(adapter: ScopeAdapter, items: number): Promise<ContractCheck> {
    const rows = contractRows(items);
    await adapter.fill(rows);
    return new ContractCheck(adapter, await ScopeAsker.start(), rows, await adapter.load());
  }

  async stop(): Promise<void> {
    await this.asker.close();
    await this.adapter.close();
  }

  /**
   * The items in memory are those that were handed over.
   * @throws Error for one that is not
   */
  expectRowsAsStored(): void {
    const byId = new Map(this.items.map((item) => [item.id, item]));
    for (const item of this.rows.items) {
      const loaded = byId.get(item.id);
      for (const [field, value] of Object.entries(item)) {
        const held: unknown = loaded?.[field as keyof LoadedItem];
        if (plain(held) !== plain(value) || typeof held !== typeof value) {
          throw new Error(`Item ${item.id} is stored with ${field} ${plain(value)}, and loaded with ${plain(held)}.`);
        }
      }
    }
  }

  /**
   * The adapter touches exactly the rows that the filter finds and the rule allows.
   * @throws Error that says for the simplest such rule which rows leaked, and which were hidden
   */
  async expectExactly(rule: ContractRule, filter: ContractFilter | undefined, origin = ''): Promise<void> {
    let [failing, problem] = [rule, await this.problemWith(rule, filter)];
    if (problem === undefined) return;
    for (let simpler = simplerThan(failing); simpler.length > 0;) {
      const [next, ...rest] = simpler as [ContractRule, ...ContractRule[]];
      const found = await this.problemWith(next, filter);
      simpler = found === undefined ? rest : simplerThan(next);
      if (found !== undefined) [failing, problem] = [next, found];
    }
    const asked = filter === undefined ? '' : ` with the filter ${JSON.stringify(filter)}`;
    throw new Error(`${printRule(failing)}${asked}: ${problem}${origin === '' ? '' : `\nfound by ${origin}`}`);
  }

  private async problemWith(rule: ContractRule, filter: ContractFilter | undefined): Promise<string | undefined> {
    const scope = await this.asker.scopeOf(rule);
    const expected = this.expected(scope, filter);
    for (const verb of VERBS) {
      this.decisions += this.items.length;
      const touched = await this.adapter[verb](scope, filter);
      const problem = difference(expected, touched);
      if (problem !== undefined) return `${verb} ${problem}`;
    }
    this.decisions += this.items.length;
    const counted = await this.adapter.count(scope, filter);
    return counted === expected.length ? undefined : `count answers ${counted} for ${expected.length} rows`;
  }

  private expected(scope: Scope<LoadedItem>, filter: ContractFilter | undefined): number[] {
    const found = this.items.filter(
      (item) =>
        filter === undefined ||
        filter.some((values) => Object.entries(values).every(([field, value]) => item[field as 'rank'] === value)),
    );
    return scope.filter(found).map(({ id }) => id);
  }
}

function difference(expected: readonly number[], touched: readonly number[]): string | undefined {
  const [allowed, found] = [new Set(expected), new Set(touched)];
  const leaked = touched.filter((id) => !allowed.has(id));
  if (leaked.length > 0) return `leaks the rows ${leaked.join(', ')}`;
  const hidden = expected.filter((id) => !found.has(id));
  if (hidden.length > 0) return `hides the rows ${hidden.join(', ')}`;
  return touched.length === expected.length ? undefined : `repeats rows: ${touched.join(', ')}`;
}

function plain(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
