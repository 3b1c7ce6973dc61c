import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Client, createClient } from 'graphql-ws';
import request from 'supertest';
import { WebSocket } from 'ws';
import { PermissionsAuditor } from 'nestjs-permissions';
import { AppModule } from '../../../sample/graphql/src/app.module.js';
import { fieldTable } from '../../../sample/graphql/src/field-table.js';
import { firstSteps } from '../../../sample/graphql/src/first-steps.js';
import { PeopleService } from '../../../sample/graphql/src/people/people.service.js';
import { type Answer, refusals } from '../../support/graphql.js';

const README = readFileSync('sample/graphql/README.md', 'utf8');
const ROWS = README.slice(README.indexOf('## Operations')).match(/^\| (?!who|-).*$/gm) ?? [];
const DOCUMENTED = ROWS.map((row) => {
  const [, who = '', operation = '', answer = ''] = /^\| (\w+) +\| `(.+)` +\| (?:ok|(`.+` \w+)) +\|$/.exec(row) ?? [];
  const [, path, code] = /^`(.+)` (\w+)$/.exec(answer) ?? [];
  return { who, operation, refused: path === undefined ? {} : { [path]: code } };
});

describe('the GraphQL sample', () => {
  let app: INestApplication;
  beforeEach(async () => {
    app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
  });
  afterEach(() => app.close());

  const ask = async (who: string, query: string): Promise<Answer> => {
    const sent = request(app.getHttpServer() as Server)
      .post('/graphql')
      .send({ query });
    if (who !== 'guest') void sent.set('Authorization', `Bearer ${who}`);
    return (await sent).body as Answer;
  };

  it('has rows in its README, and all of them are understood', () => {
    expect(DOCUMENTED.length).toBeGreaterThan(10);
    expect(DOCUMENTED.filter(({ operation }) => operation === '')).toEqual([]);
  });

  it.each(DOCUMENTED)('answers $who: $operation', async ({ who, operation, refused }) => {
    expect(refusals(await ask(who, operation))).toEqual(refused);
  });

  it('shows of a list what its rule allows, and of each project what its fields allow', async () => {
    expect((await ask('carol', '{ projects { name } }')).data).toEqual({ projects: [{ name: 'Bridge' }] });
    expect((await ask('bob', '{ projects { name budget } }')).data).toEqual({
      projects: [
        { name: 'Garden', budget: null },
        { name: 'Bridge', budget: 9000 },
      ],
    });
  });

  it('looks people up once for a whole operation, permissions or not', async () => {
    const people = app.get(PeopleService);
    const { data } = await ask('dora', '{ projects { owner { email } tasks { assignee { email } } } }');
    expect(data.projects).toHaveLength(2);
    expect(people.lookups).toBe(1);
  });

  /** A client of the socket; without a name, that of a guest. */
  const open = (name?: string): Client => {
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    return createClient({
      url: `ws://127.0.0.1:${port}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: name === undefined ? {} : { authorization: `Bearer ${name}` },
      retryAttempts: 0,
    });
  };
  const completed = { query: 'subscription { taskCompleted { title } }' };

  it('tells subscribers of the tasks in their projects', async () => {
    const carol = open('carol');
    const events = carol.iterate(completed);
    const first = events.next();
    // a socket answers in the order in which it is asked: when this is here, the subscription has begun
    await carol.iterate({ query: '{ me { name } }' }).next();
    await ask('alice', 'mutation { completeTask(id: 1) { done } }');
    await ask('carol', 'mutation { completeTask(id: 3) { done } }');

    expect((await first).value).toEqual({ data: { taskCompleted: { title: 'Draw the plan' } } });
    await events.return?.();
    await carol.dispose();
  });

  it('lets no guest subscribe', async () => {
    const guest = open();
    const { value } = await guest.iterate(completed).next();

    expect(value).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    await guest.dispose();
  });

  it('refuses tokens that nobody has, by request and by socket', async () => {
    expect((await ask('mallory', '{ me { name } }')).errors).toMatchObject([{ message: 'The token is not valid.' }]);
    await expect(open('mallory').iterate(completed).next()).rejects.toMatchObject({ code: 4403 });
  });

  it('has nothing to complain about, and prints what applies', () => {
    const report = app.get(PermissionsAuditor).audit();
    expect(report.findings).toEqual([]);
    expect(fieldTable(report)).toMatch(/^FIELD +Project\.budget +or\(IsProjectOwner, IsAdminUser\)$/m);
    expect(firstSteps('http://localhost:3000/graphql').match(/curl/g)).toHaveLength(3);
  });
});
