import { describeScopeAdapter, type ScopeAdapter, type ScopeAdapterOptions } from 'nestjs-permissions/testing';

const ITEMS = 220;
const VERBS = 4;
const WANTED = 1_000_000;

/**
 * Runs the contract for one adapter until a million rows are judged, in equal parts on each of its databases.
 * @param suites opens the adapter, by the name of the database
 */
export function describeInDepth(
  adapter: string,
  suites: Readonly<Record<string, () => Promise<ScopeAdapter>>>,
  options: Pick<ScopeAdapterOptions, 'junction' | 'without'> = {},
): void {
  const names = Object.entries(suites);
  const runs = Math.ceil(WANTED / (ITEMS * VERBS * names.length));
  const seed = process.env['SCOPE_SEED'] === undefined ? {} : { seed: Number(process.env['SCOPE_SEED']) };
  let decisions = 0;

  for (const [database, open] of names) {
    describeScopeAdapter(`${adapter}, ${database}`, open, {
      ...{ ...options, ...seed, runs, items: ITEMS },
      onFinished: (judged) => (decisions += judged),
    });
  }

  it(`judged a million rows with ${adapter}`, () => {
    process.stderr.write(
      `deep run: ${adapter}: ${String(decisions)} rows judged on ${Object.keys(suites).join(', ')}\n`,
    );
    expect(decisions).toBeGreaterThanOrEqual(WANTED);
  });
}
