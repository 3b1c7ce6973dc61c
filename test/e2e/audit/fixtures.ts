import {
  All,
  Body,
  type CallHandler,
  type CanActivate,
  Controller,
  Delete,
  type DynamicModule,
  Get,
  Injectable,
  Module,
  type ModuleMetadata,
  type NestInterceptor,
  Patch,
  Post,
  Scope,
  SetMetadata,
  type Type,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { Observable } from 'rxjs';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import {
  ActionPermissions,
  AllowAny,
  and,
  BasePermission,
  CheckObject,
  Inherited,
  IsAdminUser,
  IsAuthenticated,
  not,
  or,
  Permissions,
  PermissionsGuard,
  PermissionsModule,
  ReadOnly,
  DenyAll,
  hasRole,
  type Where,
} from 'nestjs-permissions';

@Injectable()
export class IsAuthor extends BasePermission<{ authorId: number }> {
  where(): Where<{ authorId: number }> {
    return { authorId: 1 };
  }
}

/** An authentication guard, by its name. */
@Injectable()
export class JwtGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class CacheInterceptor implements NestInterceptor {
  intercept(_execution: unknown, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

const forRoot = PermissionsModule.forRoot([IsAuthenticated]);

/** An application of these controllers. */
export function application(controller: Type, ...imports: NonNullable<ModuleMetadata['imports']>): Type {
  @Module({ imports: imports.length === 0 ? [forRoot] : imports, controllers: [controller] })
  class AppModule {}
  return AppModule;
}

function withProviders(controller: Type, providers: ModuleMetadata['providers'], root: DynamicModule = forRoot): Type {
  @Module({ imports: [root], controllers: [controller], providers: providers ?? [] })
  class AppModule {}
  return AppModule;
}

@Controller('posts')
export class Sound {
  @Get() list(): string {
    return 'done';
  }
  @Post() create(): string {
    return 'done';
  }
}

@Controller('posts')
class OneHandler {
  @Get() list(): string {
    return 'done';
  }
}

@Controller('posts')
class Misplaced {
  @Get() list(): string {
    return 'done';
  }
  @Permissions(IsAdminUser) forgotten(): string {
    return 'done';
  }
}

@Controller('posts')
@((ActionPermissions as (actions: object) => ClassDecorator)({ lits: [IsAdminUser] }))
class Unknown {
  @Get() list(): string {
    return 'done';
  }
}

@Controller('posts')
class Restricted {
  @Get() @Permissions(IsAdminUser) list(): string {
    return 'done';
  }
}

@Controller('posts')
@UseGuards(JwtGuard)
class AuthenticatesLate {
  @Get() list(): string {
    return 'done';
  }
}

@Controller('posts')
class ObjectRule {
  @Get(':id') @Permissions(IsAuthor) retrieve(): string {
    return 'done';
  }
}

@Controller('posts')
class ChecksLate {
  @Patch(':id') @Permissions(IsAuthor) update(@CheckObject() check: unknown): unknown {
    return check;
  }
}

@Controller('posts')
class Cached {
  @Get(':id') @Permissions(IsAuthor) @UseInterceptors(CacheInterceptor) retrieve(
    @CheckObject() check: unknown,
  ): unknown {
    return check;
  }
}

@Controller('posts')
class CachedEverywhere {
  @Get(':id') @Permissions(IsAuthor) retrieve(@CheckObject() check: unknown): unknown {
    return check;
  }
}

@Controller('posts')
class ListsWithoutScope {
  @Get() @Permissions(IsAuthor) list(@CheckObject() check: unknown): unknown {
    return check;
  }
}

@Controller('posts')
@Permissions(AllowAny)
class OpenToWrites {
  @Get() list(): string {
    return 'done';
  }
  @Post() create(@Body() body: unknown): unknown {
    return body;
  }
}

const Public = (): MethodDecorator & ClassDecorator =>
  SetMetadata(Symbol.for('@nestjs/authentication:public') as never, true);

@Controller('posts')
@Public()
class PublicWrites {
  @Delete() @Public() clear(): string {
    return 'done';
  }
  @Post() create(): string {
    return 'done';
  }
}

@Controller('posts')
@Permissions(IsAdminUser)
class OpensBelow {
  @Get() @Permissions(AllowAny) list(): string {
    return 'done';
  }
}

@Controller('posts')
class OpensInModule {
  @Get() @Permissions(AllowAny) list(): string {
    return 'done';
  }
}

@Controller()
class BaseMethod {
  @Permissions(IsAdminUser) @Get() list(): string {
    return 'done';
  }
}
@Controller('posts')
class ReplacesMethod extends BaseMethod {
  @Permissions(IsAuthenticated) @Get() override list(): string {
    return 'done';
  }
}

@Permissions(or(IsAdminUser, not(ReadOnly)))
class BaseClass {}
@Controller('posts')
@Permissions(IsAuthenticated)
class ReplacesClass extends BaseClass {
  @Get() list(): string {
    return 'done';
  }
}

@Controller()
class BaseGuarded {
  @UseGuards(class RolesGuard extends JwtGuard {}) @Get() list(): string {
    return 'done';
  }
}
@Controller('posts')
class LosesGuard extends BaseGuarded {
  @Get() override list(): string {
    return 'done';
  }
}

@Controller('posts')
@Permissions(or(AllowAny, IsAdminUser))
class Unreachable {
  @Get() list(): string {
    return 'done';
  }
}

@Controller('posts')
@Permissions(IsAdminUser)
class Contradicts {
  @Get() @Permissions(Inherited, not(IsAdminUser)) list(): string {
    return 'done';
  }
}

@Controller('posts')
class AlwaysTrue {
  @Get() @Permissions(or(IsAdminUser, not(IsAdminUser))) list(): string {
    return 'done';
  }
}

@Controller('posts')
@ActionPermissions(() => [IsAdminUser])
class Dynamic {
  @Get() list(): string {
    return 'done';
  }
}

@Module({ providers: [{ provide: APP_GUARD, useClass: JwtGuard }] })
class AuthModule {}

@Module({ providers: [{ provide: APP_GUARD, useClass: JwtGuard, scope: Scope.REQUEST }] })
class RequestAuthModule {}

@Module({})
class ServeStaticModule {}

@Controller('posts')
@ActionPermissions({ list: [and(DenyAll, IsAuthenticated)] })
class NeverAsked {
  @Get() list(): string {
    return 'done';
  }
}

@Controller('posts')
class NamedTwice {
  @Get() @Permissions(not(or(not(and(Inherited, IsAdminUser)), not(and(Inherited, IsAdminUser))))) list(): string {
    return 'done';
  }
}

const [one, other] = [class Twin extends IsAdminUser {}, class Twin extends IsAdminUser {}];
@Controller('posts')
@Permissions(or(one, other))
class Twins extends Sound {}

@Controller('posts')
@Permissions(or(and(IsAdminUser, hasRole('a')), and(IsAdminUser, hasRole('b'))), IsAuthenticated)
class Base extends Sound {
  @Permissions(AllowAny) @Get('open') open(): string {
    return 'done';
  }
}
@Controller('posts')
@Permissions(Inherited, hasRole('c'))
class Derived extends Base {
  @Permissions(IsAuthenticated) @Get('open') override open(): string {
    return 'done';
  }
}

@Controller('posts')
@Permissions(IsAuthenticated, IsAdminUser, hasRole('a'), hasRole('b'))
class Restates extends Base {}

class BaseOwn {
  @Permissions(Inherited, IsAdminUser) @Get('own') own(): string {
    return 'done';
  }
}
@Controller('posts')
class RestatesMethod extends BaseOwn {
  @Permissions(IsAdminUser) @All('own') override own(): string {
    return 'done';
  }
}

const MANY = Array.from({ length: 30 }, (_, index) => hasRole(String(index)));
@Controller('posts')
@Permissions(or(IsAdminUser, ...MANY))
class ManyRoles extends Sound {}

@Module({ imports: [PermissionsModule.forFeature([IsAdminUser])] })
class FeatureModule {}

@WebSocketGateway()
class Broadcasts {
  @SubscribeMessage('said') said(): string {
    return 'done';
  }
}

// the handlers of a gateway are handlers
@Module({ imports: [PermissionsModule.forFeature([IsAdminUser])], providers: [Broadcasts] })
class GatewayModule {}

/** Applications with one mistake each, and the finding that it is: its code and its place. */
export const MISTAKES: readonly (readonly [finding: string, where: string, module: Type, title?: string])[] = [
  ['module-missing', 'The application', application(Sound, ServeStaticModule)],
  ['module-imported-twice', 'The application', application(Sound, forRoot, PermissionsModule.forRoot([IsAdminUser]))],
  [
    'options-unknown',
    'The application',
    application(Sound, PermissionsModule.forRootAsync({ useFactory: () => Promise.reject(new Error('was run')) })),
  ],
  [
    'invalid-declaration',
    'OneHandler.list',
    application(OneHandler, forRoot, PermissionsModule.forFeature(IsAdminUser), PermissionsModule.forFeature(AllowAny)),
  ],
  [
    'invalid-declaration',
    'The application',
    application(Sound, PermissionsModule.forRoot({ challenge: '' })),
    'an option that is none',
  ],
  ['misplaced-declaration', 'Misplaced.forgotten', application(Misplaced)],
  ['unknown-action', 'Unknown', application(Unknown)],
  [
    'exempt-without-match',
    'The application',
    application(Sound, PermissionsModule.forRoot({ exempt: [Misplaced] })),
    'a class that is no controller here',
  ],
  [
    'exempt-without-match',
    'The application',
    application(Sound, PermissionsModule.forRoot({ exempt: [[Sound, 'lost']] })),
    'a method that does not exist',
  ],
  ['guard-missing', 'Restricted.list', application(Restricted, PermissionsModule.forRoot({ globalGuard: false }))],
  ['late-authentication', 'AuthenticatesLate.list', application(AuthenticatesLate)],
  [
    'late-authentication',
    'The application',
    application(Sound, PermissionsModule.forRoot({ guardOrder: 'as-imported' }), AuthModule),
    'a guard of a later module',
  ],
  ['late-authentication', 'The application', application(Sound, forRoot, RequestAuthModule), 'one for each request'],
  ['object-rule-without-object', 'ObjectRule.retrieve', application(ObjectRule)],
  ['late-check', 'ChecksLate.update', application(ChecksLate)],
  ['cache-before-check', 'Cached.retrieve', application(Cached)],
  [
    'cache-before-check',
    'CachedEverywhere.retrieve',
    withProviders(CachedEverywhere, [{ provide: APP_INTERCEPTOR, useClass: CacheInterceptor }]),
    'of every handler',
  ],
  ['list-without-scope', 'ListsWithoutScope.list', application(ListsWithoutScope)],
  ['unsafe-method-open', 'OpenToWrites.create', application(OpenToWrites)],
  ['unsafe-method-open', 'PublicWrites.create', application(PublicWrites), 'by the mark of the class'],
  ['opening-under-restriction', 'OpensBelow.list', application(OpensBelow)],
  [
    'opening-under-restriction',
    'OpensInModule.list',
    application(OpensInModule, forRoot, PermissionsModule.forFeature([IsAdminUser])),
    'of the module',
  ],
  ['dropped-rules', 'ReplacesMethod.list', application(ReplacesMethod)],
  ['dropped-rules', 'ReplacesClass', application(ReplacesClass), 'of a class'],
  ['dropped-guards', 'LosesGuard.list', application(LosesGuard)],
  ['unreachable-operand', 'Unreachable', application(Unreachable)],
  ['unreachable-operand', 'NeverAsked.list', application(NeverAsked), 'behind one that denies'],
  ['unreachable-operand', 'NamedTwice.list', application(NamedTwice), 'twice the same'],
  [
    'unreachable-operand',
    'The application',
    application(Sound, PermissionsModule.forRoot({ requiredPermissions: or(IsAdminUser, IsAdminUser) })),
    'of the application',
  ],
  [
    'unreachable-operand',
    'AppModule',
    application(OneHandler, forRoot, PermissionsModule.forFeature(or(hasRole('a'), hasRole('a')))),
    'of a module',
  ],
  ['contradiction', 'Contradicts.list', application(Contradicts)],
  ['tautology', 'AlwaysTrue.list', application(AlwaysTrue)],
  ['dynamic-policy', 'Dynamic.list', application(Dynamic)],
  ['exempt-handler', 'Sound.list', application(Sound, PermissionsModule.forRoot({ exempt: [[Sound, 'list']] }))],
  ['feature-without-handlers', 'FeatureModule', application(Sound, forRoot, FeatureModule)],
  ['open-connection', 'Broadcasts', application(Sound, forRoot, GatewayModule)],
  ['static-files', 'The application', application(Sound, forRoot, ServeStaticModule)],
];

/** Global guards of every form, with nothing wrong. */
export const SOUND: readonly (readonly [title: string, module: Type])[] = [
  ['handlers of the defaults', application(Sound)],
  ['two classes of one name', application(Twins)],
  ['more permissions than can be tried', application(ManyRoles)],
  ['a subclass that adds rules', application(Derived)],
  ['a subclass that says the same in other words', application(Restates)],
  ['a method that says the same in other words', application(RestatesMethod)],
  [
    'authentication as a global guard, whatever the order',
    withProviders(Sound, [{ provide: APP_GUARD, useClass: JwtGuard }]),
  ],
  [
    'global guards that a factory makes, that are values, and aliases',
    withProviders(Sound, [
      JwtGuard,
      { provide: APP_GUARD, useFactory: () => new JwtGuard() },
      { provide: APP_GUARD, useValue: new JwtGuard() },
      { provide: APP_GUARD, useExisting: JwtGuard },
      { provide: 'guard', useClass: JwtGuard },
      { provide: APP_GUARD, useExisting: 'guard' },
    ]),
  ],
  [
    'an alternative that the HTTP method settles',
    application(
      (() => {
        @Controller('posts')
        @Permissions(or(ReadOnly, and(IsAuthenticated, IsAdminUser)))
        class Posts extends Sound {}
        return Posts;
      })(),
    ),
  ],
  [
    'a guard that is bound by hand behind the authentication',
    application(
      (() => {
        @Controller('posts')
        @Permissions(IsAdminUser)
        @UseGuards(JwtGuard, PermissionsGuard)
        class Posts extends Sound {}
        return Posts;
      })(),
      PermissionsModule.forRoot({ globalGuard: false }),
    ),
  ],
];
