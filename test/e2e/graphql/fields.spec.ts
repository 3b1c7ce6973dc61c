import { type INestApplication, Injectable } from '@nestjs/common';
import {
  Args,
  createUnionType,
  Field,
  Int,
  InterfaceType,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import DataLoader from 'dataloader';
import {
  AllowAny,
  BasePermission,
  CheckObject,
  IsAdminUser,
  IsAuthenticated,
  isOwner,
  type ObjectCheck,
  type PermissionContext,
  Permissions,
  PermissionsModule,
} from '../../../lib/index.js';
import { onEveryRunningAdapter } from '../../support/adapters.js';
import { ask, graphql, refusals } from '../../support/graphql.js';
import { HeaderAuthModule } from '../../support/header-authentication.js';

const ADA = { id: 1 };
const GRACE = { id: 2 };
const ADMINISTRATOR = { id: 3, isStaff: true };

@InterfaceType({ resolveType: () => Note })
abstract class Node {
  @Field(() => Int)
  id!: number;
}

@ObjectType({ implements: () => Node })
class Note extends Node {
  @Field(() => Int)
  authorId!: number;
}

@ObjectType()
class Person {
  @Field(() => Int)
  id!: number;
}

const Found = createUnionType({
  name: 'Found',
  types: () => [Note, Person] as const,
  resolveType: (value: object) => ('authorId' in value ? Note : Person),
});

const NOTES = Array.from({ length: 20 }, (_, index): Note => ({ id: index + 1, authorId: (index % 2) + 1 }));

/** Looks rows up in batches, and counts them. */
@Injectable()
class Batches {
  readonly people: (readonly number[])[] = [];
  readonly teams: (readonly number[])[] = [];

  readonly person = new DataLoader(
    async (ids: readonly number[]) => {
      this.people.push(ids);
      return ids.map((id) => ({ id }));
    },
    { cache: false },
  );
  readonly team = new DataLoader(
    async (ids: readonly number[]) => {
      this.teams.push(ids);
      return ids.map((id) => id < 3);
    },
    { cache: false },
  );
}

@Injectable()
class IsInTeam extends BasePermission {
  constructor(private readonly batches: Batches) {
    super();
  }
  override hasPermission({ userId }: PermissionContext) {
    return this.batches.team.load(userId as number);
  }
}

@Resolver(() => Node)
class NodesResolver {
  @Query(() => Node)
  @Permissions(AllowAny)
  node(@Args('id', { type: () => Int }) id: number): Node {
    return NOTES[id - 1]!;
  }

  @ResolveField(() => String, { nullable: true })
  @Permissions(IsAdminUser)
  trail(): string {
    return 'the trail';
  }
}

@Resolver(() => Note)
@Permissions(IsAuthenticated)
class NotesResolver {
  constructor(private readonly batches: Batches) {}

  @Query(() => [Note])
  notes(): readonly Note[] {
    return NOTES;
  }

  @Query(() => Note)
  @Permissions(AllowAny)
  note(@Args('id', { type: () => Int }) id: number): Note {
    return NOTES[id - 1]!;
  }

  @Query(() => [Found])
  @Permissions(AllowAny)
  search(): readonly object[] {
    return [NOTES[0]!, { id: 1 }];
  }

  @Query(() => Note)
  @Permissions(AllowAny)
  hostile(): Note {
    const request = { user: ADMINISTRATOR, headers: { 'x-test-user': JSON.stringify(ADMINISTRATOR) }, method: 'GET' };
    return Object.assign(new Note(), NOTES[0], request, { req: request });
  }

  @ResolveField(() => String, { nullable: true })
  @Permissions(isOwner('authorId'))
  async secret(@Parent() note: Note, @CheckObject() check: ObjectCheck): Promise<string> {
    await check(note);
    return `the secret of note ${note.id}`;
  }

  @ResolveField(() => String, { nullable: true })
  @Permissions(IsAdminUser)
  log(): string {
    return 'the log';
  }

  @ResolveField(() => String)
  title(@Parent() note: Note): string {
    return `note ${note.id}`;
  }

  @ResolveField(() => Person)
  @Permissions(IsAuthenticated)
  author(@Parent() note: Note): Promise<Person> {
    return this.batches.person.load(note.authorId);
  }

  @ResolveField(() => Person)
  @Permissions(IsInTeam)
  editor(@Parent() note: Note): Promise<Person> {
    return this.batches.person.load(note.authorId);
  }
}

const application = {
  imports: [
    PermissionsModule.forRoot(),
    HeaderAuthModule,
    graphql({ fieldResolverEnhancers: ['guards', 'interceptors'] }),
  ],
  providers: [NotesResolver, NodesResolver, Batches, IsInTeam],
};

onEveryRunningAdapter('fields of GraphQL objects', application, (app) => {
  const batches = (running: INestApplication): Batches => {
    const counted = running.get(Batches);
    counted.people.length = counted.teams.length = 0;
    return counted;
  };

  it('that declare nothing are for whoever was given the object', async () => {
    expect(await ask(app(), '{ note(id: 1) { title id } }')).toEqual({ data: { note: { title: 'note 1', id: 1 } } });
  });

  it('are judged once for each parent, each by itself', async () => {
    const answer = await ask(app(), '{ notes { id secret } }', ADA);
    const own = NOTES.filter(({ authorId }) => authorId === ADA.id);
    expect(answer.data.notes.filter(({ secret }: { secret: unknown }) => secret !== null)).toEqual(
      own.map(({ id }) => ({ id, secret: `the secret of note ${id}` })),
    );
    expect(Object.keys(refusals(answer))).toEqual(
      NOTES.flatMap(({ authorId }, index) => (authorId === ADA.id ? [] : [`notes.${index}.secret`])),
    );
  });

  it('leave the batches of a DataLoader whole, when a rule is asked for each of them', async () => {
    const { people } = batches(app());
    expect((await ask(app(), '{ notes { author { id } } }', ADA)).errors).toBeUndefined();
    expect(people.map((ids) => ids.length)).toEqual([NOTES.length]);
  });

  it('leave them whole when the rule itself asks a DataLoader', async () => {
    const { people, teams } = batches(app());
    expect((await ask(app(), '{ notes { editor { id } } }', ADA)).errors).toBeUndefined();
    expect([people, teams].map((each) => each.map((ids) => ids.length))).toEqual([[NOTES.length], [NOTES.length]]);
  });

  it('[SEC-197] take nobody from the parent', async () => {
    const query = '{ hostile { log secret author { id } } }';
    expect(refusals(await ask(app(), query))).toEqual({
      'hostile.log': 'not_authenticated',
      'hostile.secret': 'not_authenticated',
      'hostile.author': 'not_authenticated',
    });
    expect(refusals(await ask(app(), '{ hostile { log secret } }', GRACE))).toEqual({
      'hostile.log': 'permission_denied',
      'hostile.secret': 'permission_denied',
    });
    expect((await ask(app(), '{ hostile { log } }', ADMINISTRATOR)).data).toEqual({ hostile: { log: 'the log' } });
  });

  describe.each([
    ['a query', '{ found: note(id: 1) { secret log trail } }'],
    ['an alias', '{ found: note(id: 1) { secret: secret log: log trail: trail } }'],
    ['an interface', '{ found: node(id: 1) { trail ... on Note { secret log } } }'],
    [
      'two fragments',
      '{ found: note(id: 1) { ...A ...B } } fragment A on Note { secret log } fragment B on Node { trail }',
    ],
    ['a union', '{ found: search { ... on Note { secret log trail } } }'],
  ])('[SEC-202] by the path of %s', (_path, query) => {
    it.each([
      ['a guest', null, ['not_authenticated', 'not_authenticated', 'not_authenticated']],
      ['the author', ADA, [undefined, 'permission_denied', 'permission_denied']],
      ['a stranger', GRACE, ['permission_denied', 'permission_denied', 'permission_denied']],
      ['an administrator', ADMINISTRATOR, ['permission_denied', undefined, undefined]],
    ])('are for %s what they are by every other', async (_who, user, [secret, log, trail]) => {
      const answer = await ask(app(), query, user);
      const codes = Object.entries(refusals(answer)).map(([path, code]) => [path.split('.').at(-1), code]);
      expect(Object.fromEntries(codes)).toEqual(
        Object.fromEntries(Object.entries({ secret, log, trail }).filter(([, code]) => code !== undefined)),
      );
    });
  });
});
