import type { Type } from '@nestjs/common';
import { type Admission, declaredOnClasses, declaredOnHandler, PermissionsConfigurationError } from '../index.js';
import { BoundThrottle, type Handler } from './bound-throttle.js';
import type { Limit } from './rate.js';
import type { Throttle } from './throttle.js';
import { THROTTLES } from './throttles.decorator.js';
import { MODULE, type ResolvedThrottlesOptions } from './throttles-options.js';

/** What limits the requests of one handler, by when it is asked. */
export type HandlerThrottles = Readonly<Record<Throttle['slot'], readonly BoundThrottle[]>>;

/** What is declared at one place, and how that place is known: what is counted there is counted together. */
interface Declared {
  readonly throttles: readonly Throttle[];
  readonly place: readonly string[];
}

/** Finds what limits a handler, and binds it. */
export class ThrottleBinder {
  private readonly scopes = new Map<string, Throttle>();
  private readonly namesakes = new Map<string, Type[]>();

  constructor(
    private readonly admission: Admission,
    private readonly options: ResolvedThrottlesOptions,
  ) {}

  /** @throws PermissionsConfigurationError for throttles that cannot work, or that contradict each other */
  async bind(handler: Handler): Promise<HandlerThrottles> {
    const where = `${handler.controller.name}.${handler.action}`;
    const declared = this.declaredFor(handler);
    const first = nearest(declared, ({ slot }) => slot === 'before-authentication');
    const around = nearest(declared, ({ slot }) => slot !== 'before-authentication');
    if (around.throttles.length > 0 && !handler.guarded) {
      throw new PermissionsConfigurationError(
        `${where} is limited by user, which happens around PermissionsGuard, and that does not run there. ` +
          'Bind it with @UseGuards(), limit by address, or write @SkipThrottles().',
      );
    }
    const bind = async (slot: Throttle['slot'], { throttles, place }: Declared): Promise<readonly BoundThrottle[]> => {
      const bound: BoundThrottle[] = [];
      for (const throttle of throttles.filter((each) => each.slot === slot)) {
        bound.push(await this.bound(throttle, place, handler, where));
      }
      assertApart(bound, where);
      return bound;
    };
    return {
      'before-authentication': await bind('before-authentication', first),
      'before-permissions': await bind('before-permissions', around),
      'after-permissions': await bind('after-permissions', around),
    };
  }

  private declaredFor({ controller, action, host }: Handler): readonly Declared[] {
    const ofClass = [host.metatype.name, controller.name, this.numberOf(controller, host.metatype.name)];
    const onHandler = declaredOnHandler<readonly Throttle[]>(THROTTLES, controller, action);
    const [onClass] = declaredOnClasses<readonly Throttle[]>(THROTTLES, controller);
    return [
      ...(onHandler === undefined ? [] : [{ throttles: onHandler.value, place: ['handler', ...ofClass, action] }]),
      ...(onClass === undefined ? [] : [{ throttles: onClass.value, place: ['class', ...ofClass] }]),
      { throttles: this.options.throttles, place: ['application'] },
    ];
  }

  /** Tells classes of one name apart, in the same way in every process that runs the application. */
  private numberOf(controller: Type, module: string): string {
    const name = `${module} ${controller.name}`;
    const namesakes = this.namesakes.get(name) ?? [];
    this.namesakes.set(name, namesakes);
    if (!namesakes.includes(controller)) namesakes.push(controller);
    return String(namesakes.indexOf(controller));
  }

  private async bound(
    throttle: Throttle,
    place: readonly string[],
    handler: Handler,
    where: string,
  ): Promise<BoundThrottle> {
    const { scope, rateFor } = throttle;
    const rates = [];
    for (const [permission, rate] of rateFor) {
      rates.push([await this.admission.question(permission, handler, `throttle() of ${where}`), rate] as const);
    }
    const bucket = scope === undefined ? place : ['scope', scope];
    return new BoundThrottle(throttle, bucket, this.rateOf(throttle), rates);
  }

  private rateOf(throttle: Throttle): Limit | null {
    const { rate, scope } = throttle;
    // without a scope it has a rate
    if (scope === undefined) return rate as Limit | null;
    const known = this.scopes.get(scope) ?? throttle;
    this.scopes.set(scope, known);
    if (!isSame(known, throttle)) {
      throw new PermissionsConfigurationError(
        `The scope "${scope}" is throttled in different ways: make one throttle() of it, and use that everywhere.`,
      );
    }
    const configured = this.options.rates.get(scope);
    if (rate === undefined && configured === undefined) {
      const scopes = [...this.options.rates.keys()].join(', ');
      throw new PermissionsConfigurationError(
        `The scope "${scope}" has no rate: write ${MODULE.replace('()', `({ rates: { '${scope}': '100/day' } })`)}. ` +
          `There are rates for ${scopes === '' ? 'no scopes' : scopes}.`,
      );
    }
    if (rate !== undefined && configured !== undefined) {
      throw new PermissionsConfigurationError(
        `The scope "${scope}" has a rate in throttle() and one in ${MODULE}: take one of them out.`,
      );
    }
    return (rate === undefined ? configured : rate) as Limit | null;
  }
}

/** The nearest declaration that limits at this moment, or that limits nothing on purpose. */
function nearest(declared: readonly Declared[], isOfMoment: (throttle: Throttle) => boolean): Declared {
  const found = declared.find(({ throttles }) => throttles.length === 0 || throttles.some(isOfMoment));
  return { place: [], ...found, throttles: found?.throttles.filter(isOfMoment) ?? [] };
}

function assertApart(throttles: readonly BoundThrottle[], where: string): void {
  const buckets = throttles.flatMap((throttle) => throttle.buckets);
  if (new Set(buckets).size === buckets.length) return;
  throw new PermissionsConfigurationError(
    `${where}: two throttles count the same requests over the same time. Keep one, or give one of them a scope.`,
  );
}

function isSame(one: Throttle, other: Throttle): boolean {
  return (
    one.slot === other.slot &&
    one.blockDuration === other.blockDuration &&
    isSameRate(one.rate, other.rate) &&
    one.rateFor.length === other.rateFor.length &&
    one.rateFor.every(([permission, rate], index) => {
      const [otherPermission, otherRate] = other.rateFor[index] as (typeof other.rateFor)[number];
      return permission === otherPermission && isSameRate(rate, otherRate);
    })
  );
}

function isSameRate(one: Limit | null | undefined, other: Limit | null | undefined): boolean {
  return one?.limit === other?.limit && one?.ttl === other?.ttl && typeof one === typeof other;
}
