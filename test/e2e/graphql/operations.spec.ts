import { setTimeout as after } from 'node:timers/promises';
import { Inject, Injectable, ParseIntPipe, Scope as Lifetime } from '@nestjs/common';
import { Args, CONTEXT, Field, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import {
  AllowAny,
  AuthorizedScope,
  BasePermission,
  CheckObject,
  CheckReturned,
  isOwner,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  type Scope,
} from '../../../lib/index.js';
import { onEveryRunningAdapter } from '../../support/adapters.js';
import { ask, graphql, refusals } from '../../support/graphql.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';

@ObjectType()
class Note {
  @Field(() => Int)
  id!: number;
  authorId!: number;
}

const NOTES: readonly Note[] = [1, 2].map((id) => ({ id, authorId: id }));
const ADA = { id: 1 };
const GRACE = { id: 2 };

@Injectable()
class Notes {
  readonly loaded: number[] = [];
  readonly written: number[] = [];

  /** The smaller the id the longer it takes. */
  async find(id: number): Promise<Note | undefined> {
    this.loaded.push(id);
    await after(12 - 4 * id);
    return NOTES.find((note) => note.id === id);
  }
}

interface Context {
  readonly req: { readonly user: { readonly id: number } | null };
}

@Injectable({ scope: Lifetime.REQUEST })
class IsAskedByWhomItWasMadeFor extends BasePermission {
  constructor(@Inject(CONTEXT) private readonly madeFor: Context) {
    super();
  }
  override async hasPermission({ userId }: PermissionContext) {
    await after(1);
    return userId !== undefined && this.madeFor.req.user?.id === userId;
  }
}

@Resolver()
@Permissions(isOwner('authorId'))
@LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })
class NotesResolver {
  constructor(private readonly notes: Notes) {}

  @Query(() => Int, { nullable: true })
  async note(@Args('id', { type: () => Int }) id: number, @LoadedObject() note: Note): Promise<number | string> {
    await after(4 * id);
    return note.id === id ? id : `${id} was given ${note.id}`;
  }

  @Mutation(() => Int, { nullable: true })
  write(@Args('id', { type: () => Int }) id: number, @LoadedObject() note: Note): number {
    this.notes.written.push(note.id);
    return id;
  }

  @Query(() => Int, { nullable: true })
  async checked(@Args('id', { type: () => Int }) id: number, @CheckObject() check: ObjectCheck): Promise<number> {
    const note = await check(this.notes.find(id));
    return note.id;
  }

  @Query(() => String, { nullable: true })
  forgetful(@CheckObject() check: ObjectCheck): string {
    return typeof check;
  }

  @Query(() => [Int])
  list(@AuthorizedScope() scope: Scope<Note>): readonly number[] {
    return scope.filter(NOTES).map(({ id }) => id);
  }

  @Query(() => [Note], { nullable: true })
  @CheckReturned()
  returned(): readonly Note[] {
    return NOTES;
  }

  @Query(() => [Note])
  @CheckReturned({ onDenied: 'filter' })
  filtered(): readonly Note[] {
    return NOTES;
  }

  @Query(() => String)
  @Permissions(AllowAny)
  open(): string {
    return 'open';
  }

  @Query(() => String, { nullable: true })
  @Permissions(IsAskedByWhomItWasMadeFor)
  mine(): string {
    return 'mine';
  }
}

@Resolver()
class PerRequestResolver {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Query(() => Int, { nullable: true })
  @Permissions(IsAskedByWhomItWasMadeFor)
  whoami(): number | undefined {
    return this.context.req.user?.id;
  }
}

const application = {
  imports: [PermissionsModule.forRoot(), HeaderAuthModule, graphql({ allowBatchedHttpRequests: true })],
  providers: [NotesResolver, PerRequestResolver, Notes, IsAskedByWhomItWasMadeFor],
};

onEveryRunningAdapter('GraphQL operations', application, (app) => {
  const notes = (): Notes => {
    const { loaded, written } = app().get(Notes);
    loaded.length = written.length = 0;
    return app().get(Notes);
  };

  it('load one object for each of two aliases of a mutation, and judge each', async () => {
    const { loaded, written } = notes();
    const answer = await ask(app(), 'mutation { a: write(id: 1) b: write(id: 2) c: write(id: 1) }', ADA);
    expect(answer.data).toEqual({ a: 1, b: null, c: 1 });
    expect(refusals(answer)).toEqual({ b: 'permission_denied' });
    expect([loaded, written]).toEqual([
      [1, 2, 1],
      [1, 1],
    ]);
  });

  it('run nothing of a mutation that is refused', async () => {
    const { written } = notes();
    expect(refusals(await ask(app(), 'mutation { write(id: 2) }', ADA))).toEqual({ write: 'permission_denied' });
    expect(refusals(await ask(app(), 'mutation { write(id: 9) }', ADA))).toEqual({ write: 'not_found' });
    expect(refusals(await ask(app(), 'mutation { write(id: 1) }'))).toEqual({ write: 'not_authenticated' });
    expect(written).toEqual([]);
  });

  it('do not mix the objects of fields that run at the same time', async () => {
    const query = '{ a: note(id: 1) b: note(id: 2) c: note(id: 9) d: note(id: 1) }';
    const answer = await ask(app(), query, ADA);
    expect(answer.data).toEqual({ a: 1, b: null, c: null, d: 1 });
    expect(refusals(answer)).toEqual({ b: 'permission_denied', c: 'not_found' });
  });

  it('do not mix the callers of operations that run at the same time', async () => {
    const query = '{ a: note(id: 1) b: note(id: 2) mine whoami }';
    const answers = await Promise.all([ADA, GRACE, null, ADA].map((user) => ask(app(), query, user)));
    expect(answers.map(({ data }) => data)).toEqual([
      { a: 1, b: null, mine: 'mine', whoami: 1 },
      { a: null, b: 2, mine: 'mine', whoami: 2 },
      { a: null, b: null, mine: null, whoami: null },
      { a: 1, b: null, mine: 'mine', whoami: 1 },
    ]);
  });

  it('check what a resolver loads by itself, and answer nothing where it forgot to', async () => {
    const answer = await ask(app(), '{ a: checked(id: 1) b: checked(id: 2) c: checked(id: 9) }', ADA);
    expect(answer.data).toEqual({ a: 1, b: null, c: null });
    expect(refusals(answer)).toEqual({ b: 'permission_denied', c: 'not_found' });
    expect(await ask(app(), '{ forgetful }', ADA)).toMatchObject({
      data: { forgetful: null },
      errors: [{ message: 'Internal server error' }],
    });
  });

  it('show of a list what its scope allows, and of what is returned what was checked', async () => {
    expect((await ask(app(), '{ list filtered { id } }', ADA)).data).toEqual({ list: [1], filtered: [{ id: 1 }] });
    const answer = await ask(app(), '{ returned { id } }', ADA);
    expect([answer.data, refusals(answer)]).toEqual([{ returned: null }, { returned: 'permission_denied' }]);
  });

  it('[SEC-199] of one batch are judged each by itself', async () => {
    const { written } = notes();
    const operations = [
      '{ open }',
      'mutation { write(id: 2) }',
      'mutation { write(id: 1) }',
      '{ nothing }',
      '{ mine }',
    ];
    const { body } = await as(app(), ADA)
      .post('/graphql')
      .send(operations.map((query) => ({ query })));
    expect(body).toMatchObject([
      { data: { open: 'open' } },
      { data: { write: null }, errors: [{ extensions: { originalError: { code: 'permission_denied' } } }] },
      { data: { write: 1 } },
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      { data: { mine: 'mine' } },
    ]);
    expect(written).toEqual([1]);
  });
});
