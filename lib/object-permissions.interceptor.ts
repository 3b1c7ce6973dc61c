import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { concatMap, from, type Observable, of } from 'rxjs';
import { requiredInvocation } from './context/invocation-store.js';
import { chain, type Maybe } from './decision/maybe.js';
import type { CheckReturnedOptions } from './decorators/check-returned.decorator.js';
import { RuleFailure } from './decision/rule-failure.js';
import type { PermissionDenied } from './exceptions.js';
import type { Invocation } from './invocation.js';
import { describeHandler } from './policy/handler-source.js';

/**
 * Checks the entities that a handler decorated with `@CheckReturned()` loaded and returned, before anything is sent. It
 * stands next to the handler, inside of every interceptor that maps the answer.
 */
export class ObjectPermissionsInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const invocation = requiredInvocation(execution) as Invocation;
    return next.handle().pipe(
      concatMap((answer: unknown) => {
        const checked = checkAnswer(answer, invocation);
        return checked instanceof Promise ? from(checked) : of(checked);
      }),
    );
  }
}

function checkAnswer(answer: unknown, invocation: Invocation): Maybe<unknown> {
  // it is bound to handlers with `@CheckReturned()` and to no other
  const { select } = invocation.policy.checkReturned as CheckReturnedOptions;
  try {
    const checked =
      select === undefined ? checkEntities(answer, invocation) : checkSelected(answer, select, invocation);
    return checked instanceof Promise ? checked.catch((error: unknown) => raise(error, invocation)) : checked;
  } catch (error) {
    return raise(error, invocation);
  }
}

function checkSelected(answer: unknown, select: string, invocation: Invocation): Maybe<unknown> {
  if (answer === null || answer === undefined) throw invocation.missing();
  if (typeof answer !== 'object' || !(select in answer)) throw unfit(`has no \`${select}\` to check`, invocation);
  const page = answer as Readonly<Record<string, unknown>>;
  return chain(checkEntities(page[select], invocation), (entities) =>
    entities === page[select]
      ? page
      : Object.assign(Object.create(Object.getPrototypeOf(page) as object) as object, page, { [select]: entities }),
  );
}

function checkEntities(answer: unknown, invocation: Invocation): Maybe<unknown> {
  if (answer === null || answer === undefined) throw invocation.missing();
  if (Array.isArray(answer)) return checkList(answer, invocation);
  return chain(invocation.judge(entity(answer, invocation)), (refusal) => {
    if (refusal !== undefined) throw refusal;
    return answer;
  });
}

/**
 * Judges a list from this position on. Makes no promise unless a rule does.
 * @param kept what is left of the list, once something was taken out of it
 */
function checkList(
  list: readonly unknown[],
  invocation: Invocation,
  from = 0,
  kept?: unknown[],
): Maybe<readonly unknown[]> {
  let left = kept;
  for (let index = from; index < list.length; index++) {
    const refusal = invocation.judge(entity(list[index], invocation));
    if (refusal instanceof Promise) {
      const before = left;
      return refusal.then((settled) =>
        checkList(list, invocation, index + 1, keep(list, index, settled, before, invocation)),
      );
    }
    if (refusal !== undefined || left !== undefined) left = keep(list, index, refusal, left, invocation);
  }
  return left ?? list;
}

function keep(
  list: readonly unknown[],
  index: number,
  refusal: PermissionDenied | undefined,
  kept: unknown[] | undefined,
  { policy }: Invocation,
): unknown[] | undefined {
  if (refusal === undefined) {
    kept?.push(list[index]);
    return kept;
  }
  if (policy.checkReturned?.onDenied !== 'filter') throw refusal;
  return kept ?? list.slice(0, index);
}

function entity(value: unknown, invocation: Invocation): object {
  if (typeof value !== 'object' || value === null || isForeign(value)) {
    throw unfit('is no entity, or list of entities', invocation);
  }
  return value;
}

// arrays, buffers, streams, files, observables and promises; written out, for it is asked of every item of a list
function isForeign(value: object): boolean {
  if (Symbol.iterator in value || Symbol.asyncIterator in value) return true;
  return 'pipe' in value || 'getStream' in value || 'then' in value;
}

function unfit(problem: string, { policy }: Invocation): RuleFailure {
  return new RuleFailure(
    `${describeHandler(policy)}: what it returned ${problem}. Return entities from a handler with @CheckReturned(), and map them in an interceptor.`,
  );
}

function raise(error: unknown, invocation: Invocation): never {
  throw invocation.thrown(error);
}
