import type { Type } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';
import type { ExploredHandler } from './handler-explorer.js';

const GUARDS = '__guards__';

/**
 * Stands among the guards of a class and sees Nest make those of a handler: first the global ones, if Nest was given them,
 * then those of the class. It is no guard itself, and Nest leaves it out.
 */
class Witness {
  globalsWereMade = false;
  wasPassedBy = false;

  get canActivate(): undefined {
    if (!this.globalsWereMade) this.wasPassedBy = true;
    this.globalsWereMade = false;
    return undefined;
  }
}

/**
 * Knows the handlers that Nest runs without the global guards: those of gateways on Nest 11, and those of messages in an
 * application that connects a microservice without `inheritAppConfig`.
 */
export class GlobalGuardReach {
  private readonly witnesses = new Map<Type, Witness>();

  /** To be called before Nest binds handlers. */
  watch(messages: readonly ExploredHandler[], config: ApplicationConfig): void {
    for (const { controller } of messages) this.witnesses.set(controller, witnessOn(controller));
    const globalGuards = config.getGlobalGuards.bind(config);
    config.getGlobalGuards = () => {
      for (const witness of this.witnesses.values()) witness.globalsWereMade = true;
      return globalGuards();
    };
  }

  /** Whether the global guards run before this handler. Known when Nest has bound it. */
  includes(handler: ExploredHandler): boolean {
    return !isMessage(handler) || this.witnesses.get(handler.controller)?.wasPassedBy !== true;
  }
}

function isMessage({ transport }: ExploredHandler): boolean {
  return transport === 'ws' || transport === 'rpc';
}

// one for each class, and what an earlier application saw is of no interest: applications may start at the same time
function witnessOn(controller: Type): Witness {
  const own = (Reflect.getOwnMetadata(GUARDS, controller) ?? []) as unknown[];
  const witness = own.find(isWitness) ?? new Witness();
  witness.wasPassedBy = false;
  const guards = (Reflect.getMetadata(GUARDS, controller) ?? []) as unknown[];
  Reflect.defineMetadata(GUARDS, [...guards.filter((guard) => !isWitness(guard)), witness], controller);
  return witness;
}

function isWitness(guard: unknown): guard is Witness {
  return guard instanceof Witness;
}
