// Prints what lists cost on TypeORM: the compilation of a rule, and a query that carries it, in milliseconds.
import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { DataSource } from 'typeorm';
import { Document, fill, TABLE, tenConditions } from '../contenders/documents.mjs';
import { start } from '../harness/application.mjs';
import { Pace } from '../harness/pace.mjs';
import { route } from '../harness/route.mjs';
import { shuffled } from '../harness/shuffled.mjs';
import { median } from '../harness/statistics.mjs';
import { user } from '../harness/users.mjs';

const [build, database, rows, rounds] = process.argv.slice(2);
const library = await import(`${build}/index.js`);
const { applyScope, scopedWhere } = await import(`${build}/typeorm/index.js`);

const connections = {
  'sql.js': { type: 'sqljs' },
  PostgreSQL: { type: 'postgres', url: process.env.DATABASE_URL },
};
const dataSource = new DataSource({ ...connections[database], entities: [Document], synchronize: true });
await dataSource.initialize();
const documents = dataSource.getRepository(Document);
await fill(documents, rows);

const { app } = await start(route({ imports: [library.PermissionsModule.forRoot()] }));
const permissions = app.get(library.PermissionsService);
const caller = user();
const rule = library.isOwner('ownerId');
const scopeOf = () => permissions.scope(rule, caller);
const builder = () => documents.createQueryBuilder('document');

/** Every contender answers the same rows. */
const contenders = {
  'WHERE by hand': () => documents.find({ where: { ownerId: caller.id } }),
  'scopedWhere()': async () => documents.find({ where: scopedWhere(documents, await scopeOf()) }),
  'applyScope()': async () => applyScope(builder(), await scopeOf()).getMany(),
  'fetch all, filter': async () => (await documents.find()).filter(({ ownerId }) => ownerId === caller.id),
};

// a database in this process takes CPU time, one elsewhere only time
async function timeOf(work) {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const found = await work();
  if (found.length !== Math.floor(rows / 100)) throw new Error(`${found.length} rows instead of one in a hundred`);
  const { user: used, system } = process.cpuUsage(cpu);
  return database === 'sql.js' ? (used + system) / 1000 : performance.now() - wall;
}

async function queries() {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of shuffled(Object.entries(contenders))) times[name].push(await timeOf(work));
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

async function compilation() {
  const expression = tenConditions(library);
  const scope = await permissions.scope(expression, caller);
  const works = {
    'a scope of ten conditions': () => permissions.scope(expression, caller),
    'applied to a query builder': () => applyScope(builder(), scope).getQueryAndParameters(),
    'a query builder without it': () => builder().where('document.ownerId = :id', { id: 7 }).getQueryAndParameters(),
  };
  const times = {};
  for (const [name, work] of Object.entries(works)) {
    const pace = new Pace(async (count) => {
      for (let index = 0; index < count; index++) await work();
    });
    await pace.run(10 * rounds);
    times[name] = (await pace.run(10 * rounds)) / 1e6;
  }
  return times;
}

try {
  console.log(JSON.stringify({ ...(await compilation()), ...(await queries()) }));
} finally {
  await documents.query(`DROP TABLE ${TABLE}`);
  await dataSource.destroy();
  await app.close();
}
