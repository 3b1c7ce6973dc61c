import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  ParseIntPipe,
  UnauthorizedException,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Args, Context, Field, Int, Mutation, ObjectType, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  AuthorizedScope,
  IsAdminUser,
  isOwner,
  LoadedObject,
  LoadObject,
  or,
  Permissions,
  PermissionsModule,
  type Scope,
} from '../../../lib/index.js';
import { DecisionRecorder, expectMatrix, forceAuthenticate, permissionMatrix } from '../../../lib/testing/index.js';
import { onEveryRunningAdapter } from '../../support/adapters.js';
import { ask, graphql, refusals } from '../../support/graphql.js';

@ObjectType()
class Note {
  @Field(() => Int)
  id!: number;
  authorId!: number;
}

const NOTES: readonly Note[] = [
  { id: 1, authorId: 1 },
  { id: 2, authorId: 2 },
];

@Injectable()
class Notes {
  find(id: number): Note | undefined {
    return NOTES.find((note) => note.id === id);
  }
}

/** Knows nobody, and lets nobody in. */
@Injectable()
class RefusingGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const { user } = execution.getArgByIndex<{ req: { user?: unknown } }>(2).req;
    if (user === undefined) throw new UnauthorizedException();
    return user !== null;
  }
}

const IsAuthor = isOwner('authorId');

@Resolver(() => Note)
@Permissions(or(IsAuthor, IsAdminUser))
class NotesResolver {
  @Query(() => Int)
  @Permissions(IsAdminUser)
  whoami(@Context('req') { user }: { user: { id: number } }): number {
    return user.id;
  }

  @Query(() => [Note])
  notes(@AuthorizedScope() scope: Scope<Note>): readonly Note[] {
    return scope.filter(NOTES);
  }

  @Mutation(() => Note, { nullable: true })
  @LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })
  rename(@Args('id', { type: () => Int }) _id: number, @LoadedObject() note: Note): Note {
    return note;
  }

  @ResolveField(() => String, { nullable: true })
  @Permissions(IsAdminUser)
  log(): string {
    return 'log';
  }

  @ResolveField(() => String)
  title(): string {
    return 'title';
  }
}

const application = {
  imports: [PermissionsModule.forRoot(), graphql({ fieldResolverEnhancers: ['guards'] })],
  providers: [NotesResolver, Notes, { provide: APP_GUARD, useClass: RefusingGuard }],
};

const [ADA, ADMINISTRATOR] = [{ id: 1 }, { id: 3, isStaff: true }];

onEveryRunningAdapter('the tools for tests, on resolvers', application, (app) => {
  it('the matrix has operations, and the fields that declare permissions', async () => {
    const matrix = await permissionMatrix(app(), {
      personas: { guest: null, ada: ADA, administrator: ADMINISTRATOR },
      objects: [[NotesResolver, { 'a note of hers': NOTES[0]!, "another's": NOTES[1]! }]],
    });
    expect(matrix.rows.map(({ route }) => route)).toEqual([
      ...['MUTATION Mutation.rename', 'MUTATION Mutation.rename', 'MUTATION Mutation.rename'],
      ...['FIELD Note.log', 'QUERY Query.notes', 'QUERY Query.whoami'],
    ]);
    expectMatrix(matrix).toMatch({
      'QUERY Query.whoami': { guest: 'deny 401', ada: 'deny 403', administrator: 'allow' },
      'QUERY Query.notes': { guest: 'deny 401', ada: 'list authorId = 1', administrator: 'allow' },
      'MUTATION Mutation.rename': { guest: 'deny 401', ada: 'object', administrator: 'allow' },
      'MUTATION Mutation.rename with a note of hers': { guest: 'deny 401', ada: 'allow', administrator: 'allow' },
      "MUTATION Mutation.rename with another's": { guest: 'deny 401', ada: 'deny 403', administrator: 'allow' },
      'FIELD Note.log': { guest: 'deny 401', ada: 'deny 403', administrator: 'allow' },
    });
  });

  it('a forced user is the caller of every operation, and stands where resolvers look', async () => {
    const query = '{ whoami notes { id log } }';
    expect((await ask(app(), query)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);

    const restore = forceAuthenticate(app(), ADMINISTRATOR);
    expect(await ask(app(), query)).toEqual({
      data: { whoami: 3, notes: [1, 2].map((id) => ({ id, log: 'log' })) },
    });
    forceAuthenticate(app(), ({ headers }: { headers: object }) => ('host' in headers ? ADA : null));
    const answer = await ask(app(), '{ notes { id log } }');
    expect(answer.data).toEqual({ notes: [{ id: 1, log: null }] });
    expect(refusals(answer)).toEqual({ 'notes.0.log': 'permission_denied' });
    restore();

    expect((await ask(app(), query)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('a recorder hears one decision for each field and alias', async () => {
    const [restore, recorder] = [forceAuthenticate(app(), ADA), new DecisionRecorder()];
    await ask(app(), 'mutation { a: rename(id: 1) { log title } b: rename(id: 2) { id } }');
    recorder.stop();
    restore();

    const refused = recorder.decisions.filter(({ verdict }) => verdict === 'denied');
    expect(refused.map(({ controller, action, transport }) => [transport, controller, action])).toEqual([
      ['graphql', 'NotesResolver', 'log'],
      ['graphql', 'NotesResolver', 'rename'],
    ]);
    recorder.expectAnswers('NotesResolver.rename', { "isOwner('authorId')": 'denied', IsAdminUser: 'denied' });
  });
});
