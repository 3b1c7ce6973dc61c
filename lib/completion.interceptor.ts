import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { catchError, concatMap, from, type Observable, of, throwError } from 'rxjs';
import { requiredInvocation } from './context/invocation-store.js';
import type { Invocation } from './invocation.js';

/**
 * Stands around handlers that ask about objects by themselves. Lets no answer out when the handler forgot to ask, and
 * answers a refusal whatever the handler made of it.
 */
export class CompletionInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const invocation = requiredInvocation(execution) as Invocation;
    return next.handle().pipe(
      catchError((error: unknown) => throwError(() => invocation.failed(error))),
      concatMap((answer: unknown) => {
        const completed = invocation.complete(answer);
        return completed instanceof Promise ? from(completed) : of(completed);
      }),
    );
  }
}
