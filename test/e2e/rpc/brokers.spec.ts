import { randomUUID } from 'node:crypto';
import { Controller, type INestMicroservice, Inject, Injectable, Module, ParseIntPipe, Scope } from '@nestjs/common';
import { APP_GUARD, REQUEST } from '@nestjs/core';
import {
  type ClientOptions,
  type ClientProxy,
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  Payload,
} from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { lastValueFrom } from 'rxjs';
import {
  BasePermission,
  CheckObject,
  isOwner,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  type PermissionContext,
  Permissions,
  PermissionsModule,
} from '../../../lib/index.js';
import { DecisionRecorder } from '../../../lib/testing/index.js';
import { BROKERS } from '../../support/brokers.js';
import { MessageAuthentication, Sessions } from '../../support/message-authentication.js';
import { RecordingLogger } from '../../support/recording-logger.js';

// a broker may be shared with others
const topic = randomUUID();

const TASKS = [
  { id: 1, ownerId: 1 },
  { id: 2, ownerId: 2 },
];

@Injectable()
class Tasks {
  find(id: number): object | undefined {
    return TASKS.find((task) => task.id === id);
  }
}

interface Message {
  readonly data: unknown;
  readonly context: object;
}

/** Knows the message that it was made for. */
@Injectable({ scope: Scope.REQUEST })
class MadeForMessage extends BasePermission {
  constructor(@Inject(REQUEST) private readonly asked: Message) {
    super();
  }

  hasPermission({ request, params }: PermissionContext): boolean {
    return this.asked.context === request && this.asked.data === params;
  }
}

const heard: string[] = [];

@Controller()
@LoadObject(Tasks, (tasks, { id }) => tasks.find(id), { params: { id: ParseIntPipe } })
class TasksController {
  @MessagePattern(`${topic}.text`)
  text(@Payload() text: unknown): string {
    return String(text);
  }

  @MessagePattern(`${topic}.finish`)
  @Permissions(isOwner('ownerId'))
  finish(@LoadedObject() task: object): object {
    return task;
  }

  @MessagePattern(`${topic}.made`)
  @Permissions(MadeForMessage)
  made(): string {
    return 'made';
  }

  @EventPattern<unknown>(`${topic}.removed`)
  @Permissions(isOwner('ownerId'))
  removed(@LoadedObject() task: { id: number }): void {
    heard.push(`removed ${String(task.id)}`);
  }

  @EventPattern<unknown>(`${topic}.checked`)
  @Permissions(isOwner('ownerId'))
  async checked(@Payload() { id }: { id: number }, @CheckObject() check: ObjectCheck): Promise<void> {
    await check(TASKS.find((task) => task.id === id));
    heard.push(`checked ${String(id)}`);
  }

  @EventPattern<unknown>(`${topic}.end`)
  end(): void {
    heard.push('end');
  }
}

@Module({
  providers: [Sessions, { provide: APP_GUARD, useClass: MessageAuthentication }],
  exports: [Sessions],
})
class AuthenticationModule {}

describe.each(BROKERS)('a microservice over $name', (broker) => {
  let service: INestMicroservice;
  let client: ClientProxy;
  const logger = new RecordingLogger();
  const send = (pattern: string, message: unknown): Promise<unknown> =>
    lastValueFrom(client.send<unknown>(`${topic}.${pattern}`, message)).catch((error: unknown) => ({ error }));
  /** Sends an event, and waits until it was handled or logged, and one behind it was handled. */
  const emit = async (pattern: string, message: object): Promise<void> => {
    await lastValueFrom(client.emit(`${topic}.${pattern}`, message));
    await lastValueFrom(client.emit(`${topic}.end`, { token: 'ada' }));
    while (heard.length + logger.warnings.length < 2) await new Promise((resolve) => setImmediate(resolve));
  };

  beforeAll(async () => {
    const moduleRef = await Test.createTestingModule({
      // the guard that authenticates is found after ours, and runs before it
      imports: [PermissionsModule.forRoot(), AuthenticationModule],
      controllers: [TasksController],
      providers: [Tasks],
    }).compile();
    service = moduleRef.createNestMicroservice({ ...broker.server, logger });
    await service.listen();
    service.get(Sessions, { strict: false }).signIn('ada', { id: 1 });
    client = ClientProxyFactory.create(broker.client(service.unwrap()) as ClientOptions);
    await client.connect();
  });
  beforeEach(() => {
    heard.length = 0;
    logger.warnings.length = 0;
  });
  afterAll(async () => {
    await client.close();
    await service.close();
  });

  it('refuses with the body that HTTP answers', async () => {
    expect(await send('finish', { token: 'ada', id: 2 })).toEqual({
      error: {
        statusCode: 403,
        error: 'Forbidden',
        message: 'You are not allowed to do this.',
        code: 'permission_denied',
      },
    });
    expect(await send('finish', { id: 1 })).toMatchObject({ error: { statusCode: 401 } });
  });

  it('loads the object of a message', async () => {
    expect(await send('finish', { token: 'ada', id: '1' })).toEqual({ id: 1, ownerId: 1 });
  });

  it.each([{ user: { id: 1 } }, { context: { user: { id: 1 } } }, { headers: { authorization: 'ada' } }, 'ada', 1])(
    '[SEC-194] takes no identity from the payload %j',
    async (message) => {
      expect(await send('text', message)).toMatchObject({ error: { statusCode: 401 } });
    },
  );

  it('[SEC-094] takes no identity from Object.prototype', async () => {
    Object.defineProperty(Object.prototype, 'user', { value: { id: 1 }, configurable: true });
    try {
      expect(await send('text', 'ada')).toMatchObject({ error: { statusCode: 401 } });
    } finally {
      delete (Object.prototype as { user?: unknown }).user;
    }
  });

  it('makes a request-scoped permission for each message', async () => {
    expect(await Promise.all([send('made', { id: 1 }), send('made', { id: 2 })])).toEqual(['made', 'made']);
  });

  it('handles an event that is allowed', async () => {
    await emit('removed', { token: 'ada', id: 1 });
    expect([...heard].sort()).toEqual(['end', 'removed 1']);
    expect(logger.warnings).toEqual([]);
  });

  it.each([
    ['removed', { id: 1 }, 'Sign in to do this.'],
    ['removed', { token: 'ada', id: 2 }, 'You are not allowed to do this.'],
    ['checked', { token: 'ada', id: 2 }, 'You are not allowed to do this.'],
    ['removed', { token: 'ada', id: 9 }, 'The requested object does not exist.'],
  ])('[SEC-205] does not handle a refused event %s %j, and logs it', async (event, message, reason) => {
    await emit(event, message);

    expect(heard).toEqual(['end']);
    expect(logger.warnings).toEqual([`TasksController.${event}: an event was refused: ${reason}`]);
  });

  it('decides one decision for each message', async () => {
    const recorder = new DecisionRecorder();
    await send('text', { token: 'ada' });
    recorder.stop();

    recorder.expectAnswers('TasksController.text', { IsAuthenticated: 'granted' });
    expect(recorder.decisions).toMatchObject([{ transport: 'rpc' }]);
  });
});
