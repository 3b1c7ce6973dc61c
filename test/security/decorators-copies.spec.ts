import { Controller, Get, type INestApplication, type Type } from '@nestjs/common';
import { AllowAny, and, IsAuthenticated, not, Permissions, PermissionsModule } from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';

// Another copy of this package: the same registered symbols and metadata keys, none of the same classes.
const PERMISSION = Symbol.for('nestjs-permissions:permission');
const EXPRESSION = Symbol.for('nestjs-permissions:expression');
const DENIED = Symbol.for('nestjs-permissions:denied');
const METADATA = 'nestjs-permissions:permissions';

class OtherBase {
  static readonly [PERMISSION] = true;
}
class OtherStaffOnly extends OtherBase {
  hasPermission({ isAdmin }: { isAdmin: boolean }): unknown {
    return isAdmin || { [DENIED]: true, code: 'other_copy', message: 'Said by the other copy.' };
  }
}
class OtherWithoutRule extends OtherBase {}
const leaf = (permission: unknown): unknown => ({ [EXPRESSION]: 'permission', permission });

/** `@Permissions()` of the other copy. */
const otherPermissions =
  (expression: unknown): MethodDecorator =>
  (target, property) => {
    Reflect.defineMetadata(METADATA, expression, target, property);
  };

function controllerWith(decorator: MethodDecorator): Type {
  @Controller('posts')
  class Posts {
    @Get()
    @decorator
    list(): string {
      return 'in';
    }
  }
  return Posts;
}

onEveryAdapter('Two copies of the library in one process', (boot) => {
  const start = async (decorator: MethodDecorator): Promise<INestApplication> =>
    boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot([AllowAny])],
      controllers: [controllerWith(decorator)],
    });

  it.each<[string, () => MethodDecorator]>([
    ['a class of the other copy in our decorator', () => Permissions(OtherStaffOnly as never)],
    ['an instance of the other copy in our decorator', () => Permissions(new OtherStaffOnly() as never)],
    ['an expression of the other copy in our decorator', () => Permissions(leaf(OtherStaffOnly) as never)],
    [
      'an expression of the other copy in our and()',
      () => Permissions(and(IsAuthenticated, leaf(OtherStaffOnly) as never)),
    ],
    ['both copies in one expression, negated twice', () => Permissions(not(not(leaf(OtherStaffOnly) as never)))],
    ['the decorator of the other copy', () => otherPermissions(leaf(OtherStaffOnly))],
    [
      'our class in the decorator of the other copy',
      () => otherPermissions({ [EXPRESSION]: 'and', operands: [leaf(IsAuthenticated), leaf(OtherStaffOnly)] }),
    ],
  ])('[SEC-040] %s is enforced', async (_name, decorator) => {
    const app = await start(decorator());
    expect((await as(app, null).get('/posts')).status).toBe(401);
    expect((await as(app, { id: 1 }).get('/posts')).status).toBe(403);
    expect((await as(app, { id: 1, isStaff: true }).get('/posts')).status).toBe(200);
  });

  it('[SEC-040] a denial of the other copy is told as one of ours', async () => {
    const app = await start(Permissions(OtherStaffOnly as never));
    const { body } = await as(app, { id: 1 }).get('/posts');
    expect(body).toEqual({
      statusCode: 403,
      error: 'Forbidden',
      message: 'Said by the other copy.',
      code: 'other_copy',
    });
  });

  it.each<[string, unknown]>([
    ['of a kind that this version does not know', { [EXPRESSION]: 'xor', operands: [leaf(IsAuthenticated)] }],
    ['that is empty', { [EXPRESSION]: 'and', operands: [] }],
    ['whose disjunction is empty', { [EXPRESSION]: 'or', operands: [] }],
    ['without operands', { [EXPRESSION]: 'and' }],
    ['whose operands are something else', { [EXPRESSION]: 'and', operands: [IsAuthenticated, undefined] }],
    ['whose negation is empty', { [EXPRESSION]: 'not' }],
    ['whose permission is missing', { [EXPRESSION]: 'permission' }],
    ['whose permission has no rule', leaf(OtherWithoutRule)],
    ['whose permission is something else', leaf({ hasPermission: () => true })],
    ['that is only marked', { [EXPRESSION]: true }],
    [
      'that contains itself',
      (() => {
        const cycle: Record<PropertyKey, unknown> = { [EXPRESSION]: 'and' };
        return Object.assign(cycle, { operands: [cycle] });
      })(),
    ],
  ])('[SEC-040] [SEC-056] an expression %s keeps the application from starting', async (_name, expression) => {
    for (const decorator of [() => Permissions(expression as never), () => otherPermissions(expression)]) {
      const outcome = await (async () => start(decorator()))().then(
        () => 'started',
        () => 'refused',
      );
      expect(outcome).toBe('refused');
    }
  });

  it('[SEC-040] metadata of the other copy that is no expression keeps the application from starting', async () => {
    for (const metadata of [true, [], [IsAuthenticated], {}, 'IsAuthenticated', null]) {
      const outcome = await start(otherPermissions(metadata)).then(
        () => 'started',
        () => 'refused',
      );
      expect([metadata, outcome]).toEqual([metadata, 'refused']);
    }
  });
});
