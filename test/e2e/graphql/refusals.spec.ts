import { Injectable, ParseIntPipe } from '@nestjs/common';
import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  AllowAny,
  BasePermission,
  deny,
  IsAdminUser,
  LoadedObject,
  LoadObject,
  type PermissionContext,
  Permissions,
  PermissionsModule,
} from '../../../lib/index.js';
import { DecisionRecorder } from '../../../lib/testing/index.js';
import { onEveryRunningAdapter } from '../../support/adapters.js';
import { ask, graphql } from '../../support/graphql.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';

interface Note {
  readonly id: number;
  readonly authorId: number;
}

@Injectable()
class Notes {
  find(id: number): Note | undefined {
    return id <= 2 ? { id, authorId: id } : undefined;
  }
  explode(): never {
    throw new Error('the password of the database is hunter2');
  }
}

@Injectable()
class IsSecretAuthor extends BasePermission<Note> {
  override readonly message = 'Only the author may do this.';
  override readonly code = 'not_author';
  override hasObjectPermission({ userId }: PermissionContext, note: Note) {
    return note.authorId === userId;
  }
}

class IsSecretlyPaid extends BasePermission {
  override hasPermission() {
    return deny({ status: 402, code: 'unpaid', message: 'Pay first.' });
  }
}

class IsSecretlyBroken extends BasePermission {
  override hasPermission(): boolean {
    throw new Error('the password of the rule is hunter2');
  }
}

@Resolver()
class NotesResolver {
  @Query(() => Int, { nullable: true })
  @Permissions(IsSecretAuthor)
  @LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })
  refused(@Args('id', { type: () => Int }) id: number, @LoadedObject() note: Note): number {
    return note.id === id ? id : -1;
  }

  @Query(() => Int, { nullable: true })
  @Permissions(IsSecretAuthor)
  @LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe }, denyObjectAs: 'not-found' })
  hidden(@Args('id', { type: () => Int }) id: number, @LoadedObject() note: Note): number {
    return note.id === id ? id : -1;
  }

  @Query(() => Int, { nullable: true })
  @Permissions(IsSecretAuthor)
  @LoadObject(Notes, (notes) => notes.explode())
  unloadable(@LoadedObject() note: Note): number {
    return note.id;
  }

  @Query(() => Int, { nullable: true })
  @Permissions(IsSecretAuthor)
  @LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })
  loose(@Args('id') id: string, @LoadedObject() note: Note): number {
    return note.id === Number(id) ? note.id : -1;
  }

  @Query(() => Int, { nullable: true })
  @Permissions(IsSecretlyPaid)
  unpaid(): number {
    return 1;
  }

  @Query(() => Int, { nullable: true })
  @Permissions(IsSecretlyBroken)
  broken(): number {
    return 1;
  }

  @Mutation(() => Int, { nullable: true })
  @Permissions(IsAdminUser)
  administrate(): number {
    return 1;
  }

  @Query(() => Int)
  @Permissions(AllowAny)
  open(): number {
    return 1;
  }
}

const ADA = { id: 1 };

const application = {
  imports: [
    PermissionsModule.forRoot(),
    HeaderAuthModule,
    // as in development, where Apollo sends the stacks of errors
    graphql({ includeStacktraceInErrorResponses: true, introspection: true }),
  ],
  providers: [NotesResolver, Notes],
};

onEveryRunningAdapter('refusals over GraphQL', application, (app) => {
  it.each([
    ['{ refused(id: 1) }', null, 'UNAUTHENTICATED', 401, 'not_authenticated', 'Sign in to do this.'],
    ['{ refused(id: 2) }', ADA, 'FORBIDDEN', 403, 'not_author', 'Only the author may do this.'],
    ['{ refused(id: 9) }', ADA, 'NOT_FOUND', 404, 'not_found', 'The requested object does not exist.'],
    ['{ unpaid }', ADA, 'PAYMENT_REQUIRED', 402, 'unpaid', 'Pay first.'],
    ['mutation { administrate }', ADA, 'FORBIDDEN', 403, 'permission_denied', 'You are not allowed to do this.'],
  ])(
    'of %s tell message, path, the usual code and the stable one',
    async (query, user, word, status, code, message) => {
      const [field = ''] = /\w+(?=[( ]|$)/.exec(query.replace('mutation', '')) ?? [];
      const { data, errors } = await ask(app(), query, user);
      expect(data).toEqual({ [field]: null });
      expect(errors).toMatchObject([
        { message, path: [field], extensions: { code: word, originalError: { statusCode: status, message, code } } },
      ]);
    },
  );

  it.each([
    '{ refused(id: 2) }',
    '{ refused(id: 9) }',
    '{ hidden(id: 2) }',
    '{ unpaid }',
    '{ broken }',
    '{ unloadable }',
  ])('of %s tell no class, no rule, no file and no secret', async (query) => {
    const { text } = await as(app(), ADA).post('/graphql').send({ query });
    expect(text).not.toMatch(/Secret|Notes|hunter2|node_modules|\.ts:|\.js:|authorId/);
  });

  it('of what breaks are errors of the server', async () => {
    for (const query of ['{ broken }', '{ unloadable }']) {
      expect(await ask(app(), query, ADA)).toMatchObject({
        errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
      });
    }
  });

  it('of hidden and of missing objects are equal, byte for byte', async () => {
    const query = 'query ($id: Int!) { hidden(id: $id) }';
    const answers = [];
    for (const id of [2, 9]) {
      const { status, text, headers } = await as(app(), ADA).post('/graphql').send({ query, variables: { id } });
      answers.push({ status, text, headers: { ...headers, date: undefined } });
    }
    expect(answers[1]).toEqual(answers[0]);
    expect((await ask(app(), '{ hidden(id: 1) }', ADA)).data).toEqual({ hidden: 1 });
  });

  it('of an argument that its pipe does not take are bad requests', async () => {
    expect(await ask(app(), '{ loose(id: "1; DROP TABLE notes") }', ADA)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST', originalError: { statusCode: 400 } } }],
    });
  });

  it('[SEC-201] do not come from introspection, which is the switch of the server', async () => {
    const recorder = new DecisionRecorder();
    expect(await ask(app(), '{ __typename __schema { queryType { name } } }')).toEqual({
      data: { __typename: 'Query', __schema: { queryType: { name: 'Query' } } },
    });
    recorder.stop();
    expect(recorder.decisions).toEqual([]);
  });

  it.each([
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ refused(id: "one") }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ refused( }', 'GRAPHQL_PARSE_FAILED'],
  ])('[SEC-201] do not come from %s, which no resolver sees', async (query, code) => {
    const recorder = new DecisionRecorder();
    expect(await ask(app(), query)).toMatchObject({ errors: [{ extensions: { code } }] });
    recorder.stop();
    expect(recorder.decisions).toEqual([]);
    expect(await ask(app(), '{ open }')).toEqual({ data: { open: 1 } });
  });
});
