import type { INestApplication } from '@nestjs/common';
import { PermissionsModule } from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { HeaderAuthModule } from '../support/header-authentication.js';
import { type Answer, KeepAliveClient } from '../support/keep-alive-client.js';
import { portOf } from '../support/raw-socket.js';
import { countingRejections } from '../support/witness.js';
import { ITEMS, Items, ItemsController, PEOPLE, type Person, PlantedController } from './fixtures/interleaved.js';

const CONNECTIONS = 200;

/** A request, and the only right answer to it. */
interface Question {
  readonly path: string;
  readonly user: Person | null;
  readonly status: number;
  readonly text: string | undefined;
}

const owns = (user: Person, item: number): boolean => (item % PEOPLE) + 1 === user.id;

/** The question of this number. Half of the users ask for what is theirs, and every 26th caller is a guest. */
function question(routes: readonly string[], index: number): Question {
  const route = routes[index % routes.length] ?? '';
  const user = index % 26 === 25 ? null : { id: ((index * 7) % PEOPLE) + 1 };
  const item = user !== null && index % 2 === 0 ? user.id - 1 + PEOPLE * (index % 4) : (index * 13) % ITEMS;
  if (user === null) return { path: route.replace(':id', String(item)), user, status: 401, text: undefined };
  if (route === '/list') {
    const mine = Array.from({ length: ITEMS }, (_, id) => id).filter((id) => owns(user, id));
    return { path: route, user, status: 200, text: JSON.stringify(mine) };
  }
  const path = route.replace(':id', String(item));
  return owns(user, item)
    ? { path, user, status: 200, text: JSON.stringify({ id: item, ownerId: user.id }) }
    : { path, user, status: 403, text: undefined };
}

/** Asks that many questions over all connections at once, and counts the wrong answers. */
async function wrongAnswers(app: INestApplication, routes: readonly string[], questions: number): Promise<number> {
  const port = await portOf(app);
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => KeepAliveClient.open(port)));
  let next = 0;
  let wrong = 0;
  const isRight = ({ status, text }: Question, answer: Answer): boolean =>
    answer.status === status && (text === undefined || answer.text === text);
  const connection = async (client: KeepAliveClient): Promise<void> => {
    while (next < questions) {
      const asked = question(routes, next++);
      if (!isRight(asked, await client.send(asked.path, asked.user))) wrong++;
    }
  };
  try {
    await Promise.all(clients.map(connection));
    return wrong;
  } finally {
    for (const client of clients) client.close();
  }
}

onEveryAdapter('Ten thousand requests of fifty users on two hundred connections at once', (boot) => {
  const imports = [HeaderAuthModule, PermissionsModule.forRoot()];

  it('[SEC-183] [SEC-186] are each answered for the user who asked', async () => {
    const app = await boot({ imports, controllers: [ItemsController], providers: [Items] });
    const routes = ['/sync/:id', '/async/:id', '/scoped/:id', '/mixed/:id', '/list'];
    const [wrong, unhandled] = await countingRejections(() => wrongAnswers(app, routes, 10_000));
    expect([wrong, unhandled]).toEqual([0, []]);
  }, 120_000);

  it('[SEC-183] the same questions find a permission that keeps the user of a request across an await', async () => {
    const app = await boot({ imports, controllers: [PlantedController], providers: [Items] });
    expect(await wrongAnswers(app, ['/planted/:id'], 1_000)).toBeGreaterThan(0);
  }, 120_000);
});
