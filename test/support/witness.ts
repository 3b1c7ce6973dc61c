import { runInThisContext } from 'node:vm';
import {
  type CallHandler,
  type CanActivate,
  Controller,
  type DynamicModule,
  type ExecutionContext,
  Get,
  type INestApplication,
  Module,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { Response } from 'supertest';
import { AllowAny, Permissions } from '../../lib/index.js';
import { as } from './header-authentication.js';

/** The bodies of refusals, which are fixed texts whatever the reason. */
export const REFUSALS = {
  forbidden: {
    statusCode: 403,
    error: 'Forbidden',
    message: 'You are not allowed to do this.',
    code: 'permission_denied',
  },
  guest: { statusCode: 401, error: 'Unauthorized', message: 'Sign in to do this.', code: 'not_authenticated' },
  missing: {
    statusCode: 404,
    error: 'Not Found',
    message: 'The requested object does not exist.',
    code: 'not_found',
  },
  broken: { statusCode: 500, message: 'Internal server error' },
  late: { statusCode: 503, message: 'Service unavailable' },
} as const;

/** A body of a refusal: one of {@link REFUSALS}, or what a rule says by itself. */
export type RefusalBody = Readonly<Record<string, unknown>> & { readonly statusCode: number };

// jest gives specs a copy of the process, which hears of nothing
const realProcess = runInThisContext('process') as NodeJS.Process;

@Controller('legitimate')
class LegitimateController {
  @Get()
  @Permissions(AllowAny)
  retrieve(): string {
    return 'served';
  }
}

@Module({})
class WitnessModule {}

/** Sees how far requests get: into interceptors, pipes and handlers. Import its module, and report from handlers. */
export class Witness {
  readonly entered: string[] = [];

  /** The module that watches an application; it brings the route of the legitimate request, too. */
  module(): DynamicModule {
    const entered = this.entered;
    const interceptor: NestInterceptor = {
      intercept(execution: ExecutionContext, next: CallHandler) {
        if (execution.getClass() !== LegitimateController) entered.push('interceptor');
        return next.handle();
      },
    };
    const pipe: PipeTransform = {
      transform(value: unknown) {
        entered.push('pipe');
        return value;
      },
    };
    return {
      module: WitnessModule,
      controllers: [LegitimateController],
      providers: [
        { provide: APP_INTERCEPTOR, useValue: interceptor },
        { provide: APP_PIPE, useValue: pipe },
      ],
    };
  }

  /** To be called, and answered, by handlers. */
  handled<T>(answer: T): T {
    this.entered.push('handler');
    return answer;
  }

  /** A guard that reports, for what must not run either. */
  guard(): CanActivate {
    return {
      canActivate: () => {
        this.entered.push('guard');
        return true;
      },
    };
  }

  /**
   * What holds for everything that is refused: nothing behind the guard is entered, the client reads the fixed text and
   * nothing else, no rejection is left unhandled, and the next legitimate request is served.
   */
  async expectDenied(app: INestApplication, send: () => PromiseLike<Response>, body: RefusalBody): Promise<Response> {
    this.entered.length = 0;
    const [response, unhandled] = await countingRejections(send);
    expect({ status: response.status, body: response.body as unknown }).toEqual({ status: body.statusCode, body });
    expect(this.entered).toEqual([]);
    expect(unhandled).toEqual([]);
    const next = await as(app, null).get('/legitimate');
    expect([next.status, next.text]).toEqual([200, 'served']);
    return response;
  }

  /** What holds for everything that is granted: the handler is entered once. */
  async expectGranted(send: () => PromiseLike<Response>): Promise<Response> {
    this.entered.length = 0;
    const [response, unhandled] = await countingRejections(send);
    expect(response.status).toBeLessThan(300);
    expect(this.entered.filter((entry) => entry === 'handler')).toEqual(['handler']);
    expect(unhandled).toEqual([]);
    return response;
  }
}

/** Runs this, and collects the rejections that nobody handles until the loop has turned once more. */
export async function countingRejections<T>(run: () => PromiseLike<T>): Promise<[result: T, unhandled: unknown[]]> {
  const unhandled: unknown[] = [];
  const collect = (reason: unknown): void => void unhandled.push(reason);
  realProcess.on('unhandledRejection', collect);
  try {
    const result = await run();
    await new Promise((resolve) => setTimeout(resolve));
    return [result, unhandled];
  } finally {
    realProcess.off('unhandledRejection', collect);
  }
}
