import { Controller, Get, Inject, Injectable, Patch, Scope as InjectionScope } from '@nestjs/common';
import { ApplicationConfig, type ContextId, ContextIdFactory, REQUEST } from '@nestjs/core';
import {
  BasePermission,
  isOwner,
  LoadObject,
  ObjectNotFound,
  PermissionDenied,
  Permissions,
  PermissionsConfigurationError,
  PermissionsGuard,
  PermissionsModule,
  PermissionsService,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';

@Injectable({ scope: InjectionScope.REQUEST })
class HasRequest extends BasePermission {
  constructor(@Inject(REQUEST) private readonly request: unknown) {
    super();
  }

  override hasPermission(): boolean {
    return this.request !== undefined;
  }
}

@Injectable({ scope: InjectionScope.REQUEST, durable: true })
class OfTenant extends BasePermission {
  constructor(@Inject(REQUEST) private readonly tenant: { readonly name?: string }) {
    super();
  }

  override hasPermission(): boolean {
    return this.tenant.name === 'acme';
  }
}

class Documents {
  findOne(): { authorId: number } {
    return { authorId: 1 };
  }
}

@Controller('documents')
class DocumentsController {
  @Get('request')
  @Permissions(HasRequest)
  ofRequest(): string {
    return 'here';
  }

  @Get('tenant')
  @Permissions(OfTenant)
  ofTenant(): string {
    return 'here';
  }

  @Patch('own')
  @Permissions(isOwner('authorId'))
  @LoadObject(Documents, (documents) => documents.findOne(), { denyObjectAs: 'not-found' })
  update(): string {
    return 'changed';
  }
}

const metadata = {
  imports: [PermissionsModule.forRoot(), HeaderAuthModule],
  controllers: [DocumentsController],
  providers: [Documents, HasRequest, OfTenant],
};

onEveryAdapter('permissions with a scope of their own', (boot) => {
  it('have the request where there is one, and none where there is none', async () => {
    const app = await boot(metadata);
    expect((await as(app, { id: 1 }).get('/documents/request')).status).toBe(200);
    expect(await app.get(PermissionsService).can(HasRequest, { id: 1 })).toBe(false);
  });

  it('have the payload of a durable context', async () => {
    const app = await boot(metadata);
    const tenant: ContextId = { id: 1 };
    ContextIdFactory.apply({
      attach: (contextId) => ({
        resolve: (info) => (info.isTreeDurable ? tenant : contextId),
        payload: { name: 'acme' },
      }),
    });
    try {
      expect((await as(app, { id: 1 }).get('/documents/tenant')).status).toBe(200);
    } finally {
      ContextIdFactory.apply(undefined as never);
    }
  });
});

onEveryAdapter('the service, asked about an action', (boot) => {
  it('refuses as the handler would: hidden where its loader hides, forbidden where none does', async () => {
    const service = (await boot(metadata)).get(PermissionsService);
    const update = { controller: DocumentsController, action: 'update' };
    const request = { controller: DocumentsController, action: 'ofRequest' };
    await expect(service.check(update, { id: 2 }, { authorId: 1 })).rejects.toBeInstanceOf(ObjectNotFound);
    await expect(service.check(isOwner('authorId'), { id: 2 }, { authorId: 1 })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    await expect(service.check(request, { id: 2 })).rejects.toMatchObject({ code: 'permission_denied' });
  });

  it.each([null, undefined])('takes %p in the place of an object for one that does not exist', async (object) => {
    const service = (await boot(metadata)).get(PermissionsService);
    await expect(service.check(isOwner('authorId'), { id: 1 }, object)).rejects.toMatchObject({ code: 'not_found' });
    await expect(service.check(isOwner('authorId'), null, object)).rejects.toMatchObject({ code: 'not_authenticated' });
  });

  it('names a controller that an import cycle left undefined', async () => {
    const service = (await boot(metadata)).get(PermissionsService);
    const asked = service.can({ controller: undefined as never, action: 'update' }, { id: 1 });
    await expect(asked).rejects.toThrow(PermissionsConfigurationError);
  });

  it('does not start when something takes the guard out of the global guards', async () => {
    const start = boot(
      { ...metadata, imports: [PermissionsModule.forRoot({ guardOrder: 'as-imported' }), HeaderAuthModule] },
      {
        configure: (app) => {
          const guards = app.get(ApplicationConfig).getGlobalGuards();
          guards.splice(guards.indexOf(app.get(PermissionsGuard)), 1);
        },
      },
    );
    await expect(start).rejects.toThrow('PermissionsGuard is not among the global guards');
  });
});
