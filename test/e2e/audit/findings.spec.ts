import { auditModule } from 'nestjs-permissions';
import { AppModule as Blog } from '../../../sample/blog/src/app.module.js';
import { AppModule as QuickStart } from '../../../sample/quick-start/app.module.js';
import { MISTAKES, SOUND } from './fixtures.js';

describe('an audit finds', () => {
  it.each(MISTAKES.map(([code, where, module, title = 'plainly']) => ({ code, where, module, title })))(
    '$code, and nothing else ($title)',
    async ({ code, where, module }) => {
      const { findings } = await auditModule(module);

      expect(findings.map((each) => `${each.where}: ${each.code}`)).toEqual([`${where}: ${code}`]);
      expect(findings[0]?.message).toMatch(/^.{40,}[.?]$/);
    },
  );

  it('every kind of mistake, but for those that only a started application can have', () => {
    expect(new Set(MISTAKES.map(([code]) => code)).size).toBeGreaterThanOrEqual(24);
  });
});

describe('an audit finds nothing in', () => {
  it.each(SOUND)('%s', async (_title, module) => {
    const { handlers, findings } = await auditModule(module);

    expect(findings).toEqual([]);
    expect(handlers.filter(({ guarded }) => !guarded)).toEqual([]);
  });

  it.each([
    ['the blog', Blog, 18],
    ['the quick start', QuickStart, 2],
  ])('%s', async (_title, module, count) => {
    const { handlers, findings } = await auditModule(module);

    expect(findings).toEqual([]);
    expect(handlers).toHaveLength(count);
  });
});
