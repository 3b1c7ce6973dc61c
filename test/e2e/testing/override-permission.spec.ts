import { Controller, Get, Injectable } from '@nestjs/common';
import { BasePermission, IsAuthenticated, not, Permissions, PermissionsModule } from '../../../lib/index.js';
import { forceAuthenticate, permissionMatrix } from '../../../lib/testing/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as } from '../../support/header-authentication.js';

@Injectable()
class IsSuspended extends BasePermission {
  hasPermission() {
    return true;
  }
}

class AlwaysNo extends BasePermission {
  override code = 'overridden';
  hasPermission() {
    return false;
  }
}

@Controller('posts')
@Permissions(IsAuthenticated, not(IsSuspended))
class PostsController {
  @Get()
  list() {
    return 'posts';
  }
}

const metadata = {
  imports: [PermissionsModule.forRoot({})],
  controllers: [PostsController],
  providers: [IsSuspended],
};

onEveryAdapter('a permission that is a provider', (boot) => {
  it('refuses by itself', async () => {
    const app = await boot(metadata);
    forceAuthenticate(app, { id: 1 });
    expect((await as(app, null).get('/posts')).status).toBe(403);
  });

  it.each([
    ['an instance of another class', { useValue: new AlwaysNo() }],
    ['a literal', { useValue: { hasPermission: (): boolean => false } }],
    ['another class', { useClass: AlwaysNo }],
    ['what a factory makes', { useFactory: () => new AlwaysNo() }],
  ] as const)('is overridden by %s', async (_, by) => {
    const app = await boot(metadata, {
      adjust: (builder) => {
        const overridden = builder.overrideProvider(IsSuspended);
        if ('useValue' in by) return overridden.useValue(by.useValue);
        return 'useClass' in by ? overridden.useClass(by.useClass) : overridden.useFactory({ factory: by.useFactory });
      },
    });
    forceAuthenticate(app, { id: 1 });
    expect((await as(app, null).get('/posts')).text).toBe('posts');
    const { rows } = await permissionMatrix(app, { personas: { user: { id: 1 } } });
    expect(rows.map(({ cells }) => cells['user'])).toEqual([{ verdict: 'allow' }]);
  });
});
