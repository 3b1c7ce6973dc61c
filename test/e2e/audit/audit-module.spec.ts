import { Controller, Get, Injectable, Logger, Module, type OnModuleInit, Post, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { auditModule, type AuditReport, PermissionsAuditor } from 'nestjs-permissions';
import { AppModule as Blog } from '../../../sample/blog/src/app.module.js';
import { LogRecorder } from '../../support/log-recorder.js';
import { application, JwtGuard, MISTAKES, Sound } from './fixtures.js';

const calls: string[] = [];

@Injectable()
class Database implements OnModuleInit {
  constructor() {
    calls.push('constructor');
  }
  onModuleInit(): void {
    calls.push('hook');
  }
}

@Controller('posts')
class PostsController {
  constructor(database: Database) {
    calls.push(typeof database);
  }
  @Get() list(): string {
    return 'done';
  }
  @Post() @UseGuards(JwtGuard) create(): string {
    return 'done';
  }
}

@Module({
  controllers: [PostsController],
  providers: [Database, { provide: 'connection', useFactory: () => calls.push('factory') }],
})
class Unguarded {}

function lines({ handlers }: AuditReport): readonly string[] {
  return handlers.map(({ method, paths, permissions, open, guarded }) =>
    [method, ...paths, permissions, open, guarded].join(' '),
  );
}

describe('the audit of a module', () => {
  it('constructs nothing, and runs no factory and no hook', async () => {
    await auditModule(Unguarded);

    expect(calls).toEqual([]);
  });

  it('lists what is unguarded before the module is imported, and says what to write', async () => {
    const report = await auditModule(Unguarded);

    expect(lines(report)).toEqual(['GET /posts none true false', 'POST /posts none false false']);
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]?.message).toMatch(
      /import PermissionsModule.forRoot\(…\) in Unguarded, .*'warn'.*'error'/,
    );
    expect(report.findings[0]?.remedy).toMatch(/^import .*\n.*Unguarded.*\nPermissionsModule\.forRoot\(.*'warn'/);
  });

  it('takes no handler for open that a global guard of the application may guard', async () => {
    @Module({ imports: [Unguarded], providers: [{ provide: APP_GUARD, useClass: JwtGuard }] })
    class WithGuard {}

    expect(lines(await auditModule({ module: WithGuard }))).toContain('GET /posts none false false');
  });

  it('lists a handler whose declarations are wrong', async () => {
    const [, , invalid] = MISTAKES.find(([, where]) => where === 'OneHandler.list') ?? [];

    expect(lines(await auditModule(invalid as never))).toEqual(['GET /posts invalid false false']);
  });

  it('says what the auditor of the started application says', async () => {
    const app = (await Test.createTestingModule({ imports: [Blog] }).compile()).createNestApplication();
    await app.init();

    expect(await auditModule(Blog)).toEqual(app.get(PermissionsAuditor).audit());
    await app.close();
  });

  it('is the same byte for byte each time', async () => {
    for (const module of [Blog, ...MISTAKES.map(([, , each]) => each)]) {
      expect(JSON.stringify(await auditModule(module))).toBe(JSON.stringify(await auditModule(module)));
    }
  });

  it('logs nothing, and leaves the logger of the process as it was', async () => {
    const recorder = new LogRecorder();
    Logger.overrideLogger(recorder);
    await auditModule(application(Sound));
    new Logger('test').warn('afterwards');
    expect(recorder.calls).toEqual([
      { level: 'warn', text: 'afterwards' },
      { level: 'warn', text: 'test' },
    ]);
    Logger.overrideLogger(false);
    await auditModule(application(Sound));
    expect((Logger as unknown as { staticInstanceRef: unknown }).staticInstanceRef).toBeUndefined();
  });

  it('fails where Nest cannot read the modules', async () => {
    @Module({ imports: [undefined as never] })
    class Broken {}

    await expect(auditModule(Broken)).rejects.toThrow(/Broken/);
  });
});
