import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { catchError, type Observable, throwError } from 'rxjs';
import { PermissionDenied } from './exceptions.js';
import type { TransportExceptions } from './transport-exceptions.js';

/**
 * Stands around the handlers of messages. A refusal that leaves one, such as that of `PermissionsService.check()`, is told as
 * those of the guard are; to Nest, an `HttpException` is an internal error there.
 */
export class MessageRefusalsInterceptor implements NestInterceptor {
  constructor(private readonly exceptions: TransportExceptions) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const told = (error: unknown): unknown =>
      error instanceof PermissionDenied ? this.exceptions.of(error, execution.getType()) : error;
    return next.handle().pipe(catchError((error: unknown) => throwError(() => told(error))));
  }
}
