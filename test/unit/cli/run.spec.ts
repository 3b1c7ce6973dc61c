import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { AuditFinding, AuditReport } from 'nestjs-permissions';
import { FakeApplication, library } from './fake-application.js';
import { plainFinding, plainHandler } from './reports.js';

@Module({})
class AppModule {}
@Module({ imports: [] })
class PostsModule {}
@Module({ controllers: [] })
class UsersModule {}
const dynamic = { module: PostsModule };

const { code, message } = plainFinding;
const found = (severity: AuditFinding['severity'], where = 'A.b'): AuditFinding => ({ code, severity, where, message });

let findings: readonly AuditFinding[] = [];
const audited: object[] = [];
async function auditModule(module: object): Promise<AuditReport> {
  audited.push(module);
  if (module === UsersModule) throw new Error('two @Permissions() on one target');
  return { handlers: [plainHandler], findings };
}

let app: FakeApplication;
beforeEach(() => {
  audited.length = 0;
  findings = [];
  app = new FakeApplication({
    [library]: { auditModule },
    'dist/app.module.js': { AppModule },
    'dist/posts.js': { PostsModule, VERSION: 1, helper: () => 1 },
    'dist/users.js': { UsersModule },
    'dist/several.js': { PostsModule, UsersModule, Again: PostsModule },
    'dist/with-app.js': { PostsModule, UsersModule, AppModule },
    'dist/commonjs.js': { default: { PostsModule }, 'module.exports': { PostsModule } },
    'dist/default.js': { default: PostsModule },
    'dist/dynamic.js': { dynamic, name: 'dynamic' },
    'dist/nothing.js': { name: 'nothing', default: null },
    'dist/broken.js': new TypeError('Cannot read \u001b[31mproperties'),
    'src/app.module.ts': new SyntaxError('Invalid or unexpected token'),
    'dist/thrown.js': Object.assign(new Error(), { stack: undefined, message: 'no stack' }),
  });
});
afterEach(() => {
  app.remove();
});

describe('the command', () => {
  it.each(['--help', '-h', 'audit --help'])('explains itself: %s', async (words) => {
    expect(await app.call(words)).toBe(0);
    expect(app.out.join('')).toMatch(/^Usage: nestjs-permissions audit <module file>/);
    for (const option of ['format', 'output', 'fail-on', 'baseline', 'update-baseline', 'export', 'help', 'version']) {
      expect(app.out.join('')).toContain(`--${option}`);
    }
  });

  it('tells its version', async () => {
    expect(await app.call('--version')).toBe(0);
    expect(app.out).toEqual(['1.2.3\n']);
  });

  it.each([
    ['', 'Say what to do: nestjs-permissions audit <module file>.'],
    ['check dist/app.module.js', 'There is no command "check"; the command is audit.'],
    ['audit', 'Name the built file of the root module'],
    ['audit dist/app.module.js dist/posts.js', 'One file at a time: what is "dist/posts.js"?'],
    ['audit dist/app.module.js --colour', "Unknown option '--colour'"],
    ['audit dist/app.module.js --format xml', '--format is one of table, json, markdown, sarif, html, not "xml".'],
    ['audit dist/app.module.js --format toString', 'not "toString"'],
    ['audit dist/app.module.js --fail-on all', '--fail-on is one of error, warning, note, none, not "all".'],
    ['audit dist/app.module.js --update-baseline', '--update-baseline needs --baseline <file>.'],
    ['audit dist/app.module.js --baseline none.json', 'none.json cannot be read: ENOENT'],
    ['audit dist/app.module.js --baseline dist/app.module.js', 'app.module.js cannot be read: Unexpected end of JSON'],
    ['audit dist/app.module.js --output dist', 'EISDIR'],
    ['audit none.js', 'none.js. Build the application first.'],
    ['audit dist', 'dist is no file.'],
    ['audit dist/nothing.js', 'nothing.js exports no class with @Module().'],
    ['audit dist/nothing.js --export Nothing', 'exports no module "Nothing". It exports no class.'],
    [
      'audit dist/several.js',
      'several.js exports several modules: PostsModule, UsersModule. Choose one with --export.',
    ],
    ['audit dist/several.js --export Posts', 'It exports PostsModule, UsersModule, Again.'],
    ['audit dist/broken.js', 'broken.js cannot be loaded.\nTypeError: Cannot read \\u{1b}[31mproperties\n    at '],
    ['audit dist/thrown.js', 'thrown.js cannot be loaded.\nno stack'],
    ['audit src/app.module.ts', 'cannot be loaded. Name the built file, such as dist/app.module.js.\nSyntaxError: '],
    ['audit dist/users.js', 'users.js cannot be audited.\nError: two @Permissions() on one target'],
  ])('ends with 2 and says why nothing was audited: %s', async (words, why) => {
    expect(await app.call(words)).toBe(2);
    expect(app.err.join('')).toMatch(/^nestjs-permissions: [^\n]+\n/);
    expect(app.err.join('')).toContain(why);
    expect(app.out).toEqual([]);
  });

  it.each([
    ['dist/app.module.js', AppModule],
    ['dist/posts.js', PostsModule],
    ['dist/with-app.js', AppModule],
    ['dist/with-app.js --export PostsModule', PostsModule],
    ['dist/commonjs.js', PostsModule],
    ['dist/default.js', PostsModule],
    ['dist/dynamic.js --export dynamic', dynamic],
  ])('audits the root module: %s', async (words, module) => {
    expect(await app.call(`audit ${words}`)).toBe(0);
    expect(audited).toEqual([module]);
    expect(app.out.join('')).toContain(`${words.split(' ')[0]!}: 1 handler, 0 errors, 0 warnings, 0 notes\n`);
    expect(app.err).toEqual([]);
  });

  it.each([
    ['', [], 0],
    ['', ['note', 'warning'], 0],
    ['', ['warning', 'error'], 1],
    ['--fail-on error', ['warning'], 0],
    ['--fail-on warning', ['warning'], 1],
    ['--fail-on warning', ['note'], 0],
    ['--fail-on note', ['note'], 1],
    ['--fail-on note', [], 0],
    ['--fail-on none', ['error'], 0],
  ] as const)('with "%s" and findings %j ends with %i', async (words, severities, ending) => {
    findings = severities.map((severity) => found(severity));
    expect(await app.call(`audit dist/app.module.js ${words}`)).toBe(ending);
  });

  it('names the gravest findings first', async () => {
    findings = [found('note', 'A.a'), found('error', 'B.b'), found('warning', 'C.c'), found('error', 'D.d')];
    await app.call('audit dist/app.module.js --format json');
    expect(JSON.parse(app.out.join('')).findings.map(({ where }: AuditFinding) => where)).toEqual([
      ...['B.b', 'D.d', 'C.c', 'A.a'],
    ]);
  });

  it('writes the report into a file, in a folder that need not be there, and one line to the error stream', async () => {
    expect(
      await app.call('audit dist/app.module.js --format markdown --output out/audit/report.md', { isTTY: true }),
    ).toBe(0);
    expect(readFileSync(join(app.folder, 'out/audit/report.md'), 'utf8')).toMatch(/^# Permissions\n/);
    expect(app.out).toEqual([]);
    expect(app.err.at(-1)).toBe('out/audit/report.md: 1 handler, 0 errors, 0 warnings, 0 notes\n');
  });

  it('writes the same bytes every time', async () => {
    findings = [found('warning')];
    for (const format of ['table', 'json', 'markdown', 'sarif', 'html']) {
      app.out.length = 0;
      await app.call(`audit dist/app.module.js --format ${format}`);
      await app.call(`audit dist/app.module.js --format ${format}`);
      expect(app.out).toHaveLength(2);
      expect(app.out[0]).toBe(app.out[1]);
    }
  });

  it('has colours and says what it does on a terminal only, and leaves no trace of that', async () => {
    findings = [found('warning')];
    await app.call('audit dist/app.module.js', { isTTY: true });
    expect(app.out.join('')).toContain('\u001b[33mwarning\u001b[0m');
    expect(app.err).toEqual([
      '\r\u001b[KLoading dist/app.module.js …',
      '\r\u001b[KAuditing dist/app.module.js …',
      '\r\u001b[K',
    ]);
    app.out.length = 0;
    await app.call('audit dist/app.module.js', { isTTY: true, colours: false });
    expect(app.out.join('')).not.toContain('\u001b');
  });
});

describe('the copy of this package', () => {
  it('is that of the application, and comes before the application', async () => {
    await app.call('audit dist/app.module.js');
    expect(app.loaded).toEqual([library, 'dist/app.module.js']);
  });

  it('is refused where it cannot audit', async () => {
    const old = new FakeApplication({ [library]: {}, 'app.module.js': { AppModule } });
    expect(await old.call('audit app.module.js')).toBe(2);
    expect(old.err.join('')).toContain('too old for this command. Update it.');
    old.remove();
  });

  it('is that of the command where the application has none, if Nest is the same', async () => {
    @Module({})
    class EmptyModule {}
    const bare = new FakeApplication({ 'app.module.js': { AppModule: EmptyModule } });
    expect(await bare.call('audit app.module.js --fail-on none')).toBe(0);
    expect(bare.loaded).toEqual(['app.module.js']);
    expect(bare.out.join('')).toContain('app.module.js: 0 handlers');
    const resolve = (name: string, file: string) => (name === '@nestjs/core' ? file : undefined);
    expect(await bare.call('audit app.module.js', { resolve })).toBe(2);
    expect(bare.err.join('')).toContain('Install nestjs-permissions in the application.');
    bare.remove();
  });
});

describe('the baseline', () => {
  const words = 'audit dist/app.module.js --baseline accepted.json --fail-on note';

  it('accepts what was found when it was written: it is still told, and does not fail', async () => {
    findings = [found('error', 'A.b'), found('note', 'C.d')];
    expect(await app.call(`${words} --update-baseline`)).toBe(0);
    expect(await app.call(words)).toBe(0);
    expect(app.out[0]).toBe(app.out[1]);
    expect(app.out.join('')).toContain('error, accepted  late-check  A.b');
    expect(app.out.join('')).toContain('1 handler, 0 errors, 0 warnings, 0 notes, 2 accepted');
    expect(app.err).toEqual([]);
  });

  it.each([
    ['at another place', { where: 'A.c' }],
    ['graver', { severity: 'error' }],
    ['of another kind', { code: 'cache-before-check' }],
    ['in other words', { message: 'Something else.' }],
  ] as const)('does not accept a finding %s', async (_case, change) => {
    findings = [found('warning')];
    await app.call(`${words} --update-baseline`);
    findings = [{ ...found('warning'), ...change }];
    expect(await app.call(words)).toBe(1);
    expect(app.err.join('')).toContain(
      '1 of the baseline: not found any more. Write it anew with --update-baseline.\n',
    );
  });

  it('forgets what is not found any more', async () => {
    findings = [found('error')];
    await app.call(`${words} --update-baseline`);
    findings = [];
    await app.call(`${words} --update-baseline`);
    findings = [found('error')];
    expect(await app.call(words)).toBe(1);
  });

  it.each([
    'null',
    '[]',
    '{}',
    '{ "version": 2, "accepted": [] }',
    '{ "version": 1, "accepted": {} }',
    '{ "version": 1, "accepted": [null] }',
    '{ "version": 1, "accepted": [{ "code": "late-check", "where": "A.b" }] }',
  ])('is refused where it says something else: %s', async (text) => {
    app.write('accepted.json', text);
    expect(await app.call(words)).toBe(2);
    expect(app.err.join('')).toContain('accepted.json is no baseline of version 1. Write it with --update-baseline.');
    expect(audited).toEqual([]);
  });

  it('is not written where nothing was audited', async () => {
    expect(await app.call('audit dist/users.js --baseline accepted.json --update-baseline')).toBe(2);
    expect(existsSync(join(app.folder, 'accepted.json'))).toBe(false);
  });
});
