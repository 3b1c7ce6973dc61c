import { Module, type Type } from '@nestjs/common';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import {
  Args,
  GraphQLModule,
  Mutation,
  Parent,
  Query,
  ResolveField,
  ResolveReference,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import {
  type AuditFinding,
  auditModule,
  type AuditReport,
  CheckObject,
  CheckReturned,
  IsAdminUser,
  IsAuthenticated,
  isOwner,
  type ObjectCheck,
  PermissionAction,
  Permissions,
  PermissionsAuditor,
  PermissionsModule,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { expectBootFails } from '../../support/expect-boot-fails.js';

interface Note {
  readonly id: number;
}

@Resolver('Note')
@Permissions(IsAuthenticated)
class PlainFieldResolver {
  @Query()
  @Permissions(IsAuthenticated)
  note(@Args('id') id: number): object {
    return { id };
  }

  @ResolveField()
  title(): string {
    return 'a field without permissions of its own';
  }
}

@Resolver('Note')
class GuardedFieldResolver extends PlainFieldResolver {
  @ResolveField()
  @Permissions(IsAuthenticated)
  secret(): string {
    return 'secret';
  }
}

@Resolver('Note')
class CheckingFieldResolver extends PlainFieldResolver {
  @ResolveField()
  @Permissions(isOwner('authorId'))
  async diary(@Parent() note: Note, @CheckObject() check: ObjectCheck): Promise<string> {
    await check(note);
    return 'diary';
  }

  @ResolveField()
  @Permissions(isOwner('authorId'))
  @CheckReturned()
  next(): object {
    return { id: 2, authorId: 1 };
  }
}

@Resolver('Note')
class ReferenceResolver {
  @ResolveReference()
  resolveReference({ id }: Note): object {
    return { id };
  }
}

@Resolver('Note')
class GuardedReferenceResolver {
  @ResolveReference()
  @Permissions(IsAdminUser)
  resolveReference({ id }: Note): object {
    return { id };
  }
}

@Resolver('Node')
class TypeResolver {
  @ResolveField()
  @Permissions(IsAdminUser)
  __resolveType(): string {
    return 'Note';
  }
}

@Resolver()
class OperationsResolver {
  @Query('two')
  read(): number {
    return 2;
  }

  @Mutation()
  @Permissions(IsAdminUser)
  write(): number {
    return 3;
  }

  @Subscription()
  watch(): unknown {
    return undefined;
  }
}

type Options = Partial<ApolloDriverConfig>;

const SCHEMA = `
  interface Node { id: Int }
  type Note implements Node { id: Int title: String secret: String diary: String next: Note }
  type Query { note(id: Int): Note two: Int }
  type Mutation { write: Int }
  type Subscription { watch: Int }
`;

const served = (options: Options = {}) =>
  GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, typeDefs: SCHEMA, ...options });

class Settings {
  private readonly enhancers = ['guards'] as const;
  get(): Options {
    return { fieldResolverEnhancers: [...this.enhancers] };
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

const servedLater = () =>
  GraphQLModule.forRootAsync<ApolloDriverConfig>({
    driver: ApolloDriver,
    imports: [SettingsModule],
    inject: [Settings],
    useFactory: (settings: Settings) => ({ typeDefs: SCHEMA, ...settings.get() }),
  });

function application(resolvers: readonly Type[], options: Options = {}, audit: 'error' | 'warn' = 'error') {
  return { imports: [PermissionsModule.forRoot({ audit }), served(options)], providers: [...resolvers] };
}

function audited(resolvers: readonly Type[], options?: Options): Promise<AuditReport> {
  @Module(application(resolvers, options))
  class AppModule {}
  return auditModule(AppModule);
}

async function findings(resolvers: readonly Type[], options?: Options): Promise<string[]> {
  return inShort((await audited(resolvers, options)).findings);
}

const inShort = (found: readonly AuditFinding[]): string[] =>
  found.map(({ severity, code, where }) => `${severity} ${code} ${where}`);

describe('the audit of resolvers', () => {
  it('lists operations and fields, with what applies to each and whether it is asked', async () => {
    const resolvers = [OperationsResolver, PlainFieldResolver, GuardedFieldResolver];
    const { handlers } = await audited(resolvers, { fieldResolverEnhancers: ['guards'] });
    expect(
      handlers
        .filter(({ controller }) => controller !== 'PlainFieldResolver')
        .map(({ method, paths, permissions, guarded }) => [method, ...paths, permissions, guarded].join(' ')),
    ).toEqual([
      'MUTATION Mutation.write IsAdminUser true',
      'FIELD Note.secret IsAuthenticated true',
      'FIELD Note.title AllowAny true',
      'QUERY Query.note IsAuthenticated true',
      'QUERY Query.two IsAuthenticated true',
      'SUBSCRIPTION Subscription.watch IsAuthenticated true',
    ]);
  });

  it('says that fields are not guarded without the enhancer', async () => {
    const { handlers } = await audited([PlainFieldResolver]);
    expect(handlers.map(({ paths, guarded }) => [...paths, guarded])).toEqual([
      ['Note.title', false],
      ['Query.note', true],
    ]);
  });

  it('finds an operation that is told whether it only reads', async () => {
    @Resolver()
    class ToldResolver {
      @Query('two')
      @PermissionAction({ safe: false })
      read(): number {
        return 2;
      }
    }
    expect(await findings([ToldResolver])).toEqual(['error invalid-declaration ToldResolver.read']);
  });

  it('finds nothing in fields that declare nothing', async () => {
    expect(await findings([PlainFieldResolver])).toEqual([]);
  });

  it('[SEC-196] finds fields with permissions that nobody asks', async () => {
    const found = ['error unguarded-field GuardedFieldResolver.secret'];
    expect(await findings([GuardedFieldResolver])).toEqual(found);
    expect(await findings([GuardedFieldResolver], { fieldResolverEnhancers: ['interceptors', 'filters'] })).toEqual(
      found,
    );
    expect(await findings([GuardedFieldResolver], { fieldResolverEnhancers: ['guards'] })).toEqual([]);
  });

  it('finds fields whose checks nobody waits for', async () => {
    const found = ['diary', 'next'].map((field) => `error unguarded-field CheckingFieldResolver.${field}`);
    expect(await findings([CheckingFieldResolver])).toEqual(found);
    expect(await findings([CheckingFieldResolver], { fieldResolverEnhancers: ['guards'] })).toEqual(found);
    expect(await findings([CheckingFieldResolver], { fieldResolverEnhancers: ['guards', 'interceptors'] })).toEqual([]);
  });

  it('[SEC-200] lists the references of a federation, and permissions on them, which nobody asks', async () => {
    const options: Options = { fieldResolverEnhancers: ['guards'] };
    expect(await findings([ReferenceResolver], options)).toEqual([
      'warning federation-reference ReferenceResolver.resolveReference',
    ]);
    expect(await findings([GuardedReferenceResolver], options)).toEqual([
      'error unguarded-field GuardedReferenceResolver.resolveReference',
    ]);
    expect((await audited([ReferenceResolver], options)).handlers[0]?.guarded).toBe(false);
  });

  it('[SEC-201] finds permissions on __resolveType, which nobody asks', async () => {
    expect(await findings([TypeResolver], { fieldResolverEnhancers: ['guards'] })).toEqual([
      'error unguarded-field TypeResolver.__resolveType',
    ]);
  });

  it('asks the GraphQL module that serves the resolver', async () => {
    @Module({ providers: [GuardedFieldResolver] })
    class NotesModule {}
    @Module({})
    class OtherModule {}
    const found = async (include: Type[]): Promise<string[]> => {
      @Module({ imports: [NotesModule, PermissionsModule.forRoot(), served({ include })] })
      class AppModule {}
      return inShort((await auditModule(AppModule)).findings);
    };
    expect(await found([NotesModule])).toEqual(['error unguarded-field GuardedFieldResolver.secret']);
    expect(await found([OtherModule])).toEqual([]);
  });

  it('says what it cannot know of options that a factory makes', async () => {
    const moduleOf = (resolver: Type): Type => {
      @Module({ imports: [PermissionsModule.forRoot(), servedLater()], providers: [resolver] })
      class AppModule {}
      return AppModule;
    };
    expect(inShort((await auditModule(moduleOf(GuardedFieldResolver))).findings)).toEqual([
      'warning options-unknown The application',
    ]);
    expect((await auditModule(moduleOf(PlainFieldResolver))).findings).toEqual([]);
  });
});

onEveryAdapter('an application with a field that nobody guards', (boot) => {
  it('[SEC-196] does not start, and is told what to write', async () => {
    await expectBootFails(
      boot,
      application([CheckingFieldResolver]),
      /CheckingFieldResolver\.diary: Its permissions are not asked: Nest runs no guards and no interceptors for fields/,
      /fieldResolverEnhancers: \['guards', 'interceptors'\]/,
    );
  });

  it('starts when findings are warnings, and when nothing is found', async () => {
    const warned = await boot(application([GuardedFieldResolver], {}, 'warn'));
    expect(inShort(warned.get(PermissionsAuditor).audit().findings)).toEqual([
      'error unguarded-field GuardedFieldResolver.secret',
    ]);
    const guarded = await boot({
      imports: [PermissionsModule.forRoot(), servedLater()],
      providers: [GuardedFieldResolver],
    });
    expect(guarded.get(PermissionsAuditor).audit().findings).toEqual([]);
  });
});
