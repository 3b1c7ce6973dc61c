import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AllowAny, PermissionsModule, PermissionsService, type Scope } from '../index.js';
import { type ContractRule, expressionOf } from './contract-rule.js';
import type { LoadedItem } from './contract-rows.js';

@Module({ imports: [PermissionsModule.forRoot([AllowAny])] })
class ContractModule {}

/** Turns rules into scopes, as an application does. */
export class ScopeAsker {
  private constructor(
    private readonly service: PermissionsService,
    /** Ends what was started to ask. */
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<ScopeAsker> {
    const context = await NestFactory.createApplicationContext(ContractModule, { logger: false });
    return new ScopeAsker(context.get(PermissionsService), () => context.close());
  }

  scopeOf(rule: ContractRule): Promise<Scope<LoadedItem>> {
    return this.service.scope(expressionOf(rule), null);
  }
}
