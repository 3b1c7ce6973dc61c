import { Controller, Get, Injectable, Module, type Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { BasePermission, hasRole, type PermissionList, Permissions, PermissionsModule } from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { HeaderAuthModule } from '../../../support/header-authentication.js';
import { problemsOf } from '../../../support/startup.js';
import { whoMay } from './who-may.js';

@Injectable()
class Admits extends BasePermission {
  override hasPermission(): boolean {
    return true;
  }
}

@Injectable()
class Refuses extends Admits {
  override hasPermission(): boolean {
    return false;
  }
}

onEveryAdapter('one controller in two modules', (boot) => {
  /** The controller under `/one` and `/other`. */
  const start = (controller: Type, one: object, other: object) => {
    @Module({ ...one, controllers: [controller] })
    class OneModule {}

    @Module({ ...other, controllers: [controller] })
    class OtherModule {}
    const routes = RouterModule.register([
      { path: 'one', module: OneModule },
      { path: 'other', module: OtherModule },
    ]);
    return boot({ imports: [HeaderAuthModule, PermissionsModule.forRoot(), OneModule, OtherModule, routes] });
  };
  const feature = (permissions: PermissionList) => ({ imports: [PermissionsModule.forFeature(permissions)] });

  @Controller('posts')
  class PostsController {
    @Get()
    list(): string {
      return 'list';
    }
  }

  @Controller('posts')
  class DecidedController {
    @Get()
    @Permissions(hasRole('handler'))
    list(): string {
      return 'list';
    }
  }

  @Controller('posts')
  class InjectingController {
    @Get()
    @Permissions(Admits)
    list(): string {
      return 'list';
    }
  }

  it('[SEC-074] works where the two agree', async () => {
    const app = await start(PostsController, feature([hasRole('module')]), feature([hasRole('module')]));

    expect(await whoMay(app, '/one/posts')).toEqual(['module']);
    expect(await whoMay(app, '/other/posts')).toEqual(['module']);
  });

  it('works where the controller decides by itself', async () => {
    const app = await start(DecidedController, feature([hasRole('module')]), feature([hasRole('class')]));

    expect(await whoMay(app, '/one/posts')).toEqual(['handler']);
    expect(await whoMay(app, '/other/posts')).toEqual(['handler']);
  });

  it('is refused at start-up where the two disagree, naming both and the remedy', async () => {
    const [problem, ...others] = await problemsOf(
      start(PostsController, feature([hasRole('module')]), feature([hasRole('class')])),
    );

    expect(others).toEqual([]);
    expect(problem).toMatch(
      /PostsController\.list.*OneModule.*hasRole\('module'\).*OtherModule.*hasRole\('class'\).*@Permissions\(\)/,
    );
  });

  it('is refused where one of them has a list and the other has none', async () => {
    const problems = await problemsOf(start(PostsController, feature([hasRole('module')]), {}));

    expect(problems).toEqual([expect.stringMatching(/OneModule.*OtherModule/)]);
  });

  it('is refused where they provide different permissions under one name', async () => {
    const problems = await problemsOf(
      start(InjectingController, { providers: [Admits] }, { providers: [{ provide: Admits, useClass: Refuses }] }),
    );

    expect(problems).toEqual([expect.stringMatching(/InjectingController\.list.*OneModule.*OtherModule/)]);
  });
});
