import { jest } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

jest.setTimeout(120_000);

const FOLDER = 'test/types/fixtures';
const MARK = '@ts-expect-error';

/** The compiler of the repository, over these files; `changed` replaces the text of some. */
function problemsOf(paths: readonly string[], changed: ReadonlyMap<string, string> = new Map()): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: paths }, ts.sys, '.');
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (path) => changed.get(ts.sys.resolvePath(path)) ?? read(path);
  const program = ts.createProgram({ rootNames: paths, options, host });
  return paths.flatMap((path) => {
    const file = program.getSourceFile(path);
    return ts.getPreEmitDiagnostics(program, file).map(({ start = 0, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${path}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}

const fixtures = readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`);

describe('the types of the public API', () => {
  it('accept what is right, and refuse every line that is marked', () => {
    expect(fixtures).toHaveLength(2);
    expect(problemsOf(fixtures)).toEqual([]);
  });

  it('refuse each marked line by itself: without the marks, all of them are errors', () => {
    const texts = fixtures.map((path) => [path, readFileSync(path, 'utf8').replaceAll(MARK, 'unmarked')] as const);
    const problems = problemsOf(fixtures, new Map(texts.map(([path, text]) => [ts.sys.resolvePath(path), text])));
    for (const [path, text] of texts) {
      const marks = text.split('unmarked').length - 1;
      const found = new Set(
        problems.map((problem) => problem.split(' ')[0]!).filter((place) => place.startsWith(path)),
      );

      expect(marks).toBeGreaterThan(15);
      expect(found.size).toBeGreaterThanOrEqual(marks);
    }
  });
});
