import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthenticationGuard } from './authentication.guard.js';
import { PeopleResolver } from './people.resolver.js';
import { PeopleService } from './people.service.js';

@Module({
  providers: [PeopleService, PeopleResolver, { provide: APP_GUARD, useClass: AuthenticationGuard }],
  exports: [PeopleService],
})
export class PeopleModule {}
