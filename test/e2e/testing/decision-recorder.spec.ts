import type { INestApplication } from '@nestjs/common';
import { IsAuthenticated, PermissionsService } from '../../../lib/index.js';
import { DecisionRecorder } from '../../../lib/testing/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as } from '../../support/header-authentication.js';
import { ADMIN, ALICE, BOB, LibraryModule } from './library.js';

onEveryAdapter('DecisionRecorder', (boot) => {
  let app: INestApplication;
  let recorder: DecisionRecorder;
  beforeEach(async () => {
    app = await boot({ imports: [LibraryModule] });
    recorder = new DecisionRecorder();
  });
  afterEach(() => {
    recorder.stop();
  });

  it('tells which permissions a request asked, and what they said', async () => {
    await as(app, ADMIN).post('/books/1/print');
    recorder.expectAnswers('BooksController.print', { "isOwner('ownerId')": 'denied', IsUnlocked: 'pending' });
    await as(app, null).get('/odd/throws');
    recorder.expectAnswers('OddController.throws', { IsAuthenticated: 'denied', Throws: 'not asked' });
    await as(app, BOB).delete('/books/1');
    expect(recorder.answers('BooksController.destroy')).toMatchObject({ ReadOnly: 'denied', IsAdminUser: 'denied' });
    expect(recorder.decisions).toMatchObject([
      { controller: 'BooksController', action: 'print', verdict: 'denied', deniedBy: "isOwner('ownerId')" },
      { controller: 'OddController', action: 'throws', verdict: 'denied' },
      { controller: 'BooksController', action: 'destroy', verdict: 'denied', refusal: { status: 403 } },
    ]);
  });

  it('takes the last decision about a handler, and forgets all on demand', async () => {
    await as(app, null).post('/books');
    await as(app, ALICE).post('/books');
    recorder.expectAnswers('BooksController.create', { IsAuthenticated: 'granted' });
    recorder.clear();
    expect(recorder.decisions).toEqual([]);
  });

  it('names what was expected and what was said', async () => {
    await as(app, null).post('/books');
    expect(() => {
      recorder.expectAnswers('BooksController.create', { IsAuthenticated: 'granted' });
    }).toThrow('BooksController.create: expected IsAuthenticated granted; was IsAuthenticated denied');
  });

  it('names what was decided about, where nothing was decided about the handler', async () => {
    await as(app, null).post('/books');
    await app.get(PermissionsService).can(IsAuthenticated, ALICE);
    expect(() => recorder.answers('BooksController.list')).toThrow(
      'Nothing was decided about BooksController.list, only about: BooksController.create, an expression',
    );
  });

  it('keeps what it has when it is stopped, and records no more', async () => {
    await as(app, null).post('/books');
    recorder.stop();
    await as(app, null).post('/books');
    expect(recorder.decisions).toHaveLength(1);
  });
});
