import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { AppModule } from '../../sample/quick-start/app.module.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';

const FOLDER = join(process.cwd(), 'test/readme');
const README = readFileSync(join(process.cwd(), 'README.md'), 'utf8');
const [QUICK_START = '', ...SNIPPETS] = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');

const CONFIGURATION = ts.parseJsonConfigFileContent(
  { ...(ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)).config as object), include: [], files: [] },
  ts.sys,
  process.cwd(),
).options;

/** What the compiler says of these files, which exist in memory only. */
function diagnosticsOf(sources: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    ...CONFIGURATION,
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const source = sources.get(name);
    return source === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, source, rest[0]);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  // of these files alone: what they import is checked elsewhere
  const files = [...sources.keys()].map((name) => program.getSourceFile(name)).filter((file) => file !== undefined);
  const diagnostics = files.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  return diagnostics.map(({ file, start, messageText }) => {
    const line = file?.text.slice(0, start).split('\n').length ?? 0;
    return `${file?.fileName ?? ''}:${String(line)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** What a snippet may use without an import, by name: `true` for what exists at run time, `false` for types. */
function offeredNames(): Map<string, boolean> {
  const program = ts.createProgram([join(FOLDER, 'prelude.ts')], CONFIGURATION);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(FOLDER, 'prelude.ts'));
  const module = source && checker.getSymbolAtLocation(source);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return new Map(symbols.map((symbol) => [symbol.name, (resolved(symbol).flags & ts.SymbolFlags.Value) !== 0]));
}

/** A snippet as a module: with an import of what it uses and does not declare itself. */
function asModule(snippet: string, offered: ReadonlyMap<string, boolean>): string {
  const imports = [...snippet.matchAll(/^import \{(.*?)\}/gms)].flatMap((match) => match[1]?.match(/\w+/g) ?? []);
  const declared = new Set([
    ...imports,
    ...[...snippet.matchAll(/\b(?:class|const|interface) (\w+)/g)].map((match) => match[1]),
  ]);
  const used = new Set(snippet.match(/\b[A-Za-z_]\w*\b/g));
  const imported = [...offered].filter(([name]) => used.has(name) && !declared.has(name));
  const names = imported.map(([name, isValue]) => (isValue ? name : `type ${name}`));
  return `import { ${names.join(', ')} } from './prelude.js';\n${snippet}export {};\n`;
}

describe('the README', () => {
  it('shows the quick start as it stands in sample/quick-start, in at most 40 lines', () => {
    const file = readFileSync(join(process.cwd(), 'sample/quick-start/app.module.ts'), 'utf8');
    expect(QUICK_START).toBe(file);
    expect(file.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  it.each(['casbin', 'casl'])('shows the backend of %s as it stands in sample/engines, but for its imports', (name) => {
    const file = readFileSync(join(process.cwd(), `sample/engines/${name}.backend.ts`), 'utf8');
    expect(SNIPPETS).toContain(file.slice(file.indexOf('\n\n') + 2));
  });

  it('has snippets that compile', () => {
    const offered = offeredNames();
    const modules = SNIPPETS.map(
      (snippet, index) => [join(FOLDER, `snippet-${String(index)}.ts`), asModule(snippet, offered)] as const,
    );
    expect(modules.length).toBeGreaterThan(8);
    expect(diagnosticsOf(new Map(modules))).toEqual([]);
  });

  it('would show a snippet that does not compile', () => {
    const broken = asModule("const wrong = or('no permission');\n", new Map([['or', true]]));
    expect(diagnosticsOf(new Map([[join(FOLDER, 'broken.ts'), broken]]))).toHaveLength(1);
  });

  it('names no file that is not there', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '');
    for (const link of links) expect(ts.sys.fileExists(join(process.cwd(), link))).toBe(true);
  });
});

onEveryAdapter('the quick start', (boot) => {
  it('gives a guest the published post, user 7 both, an administrator both', async () => {
    const app = await boot({ imports: [AppModule, HeaderAuthModule] });
    expect((await as(app, null).get('/posts')).body).toHaveLength(1);
    expect((await as(app, { id: 7 }).get('/posts')).body).toHaveLength(2);
    expect((await as(app, { id: 1, isStaff: true }).get('/posts')).body).toHaveLength(2);
  });

  it('refuses guests and strangers, and lets the author publish', async () => {
    const app = await boot({ imports: [AppModule, HeaderAuthModule] });
    expect((await as(app, null).patch('/posts/2')).status).toBe(401);
    expect((await as(app, { id: 8 }).patch('/posts/2')).status).toBe(403);
    expect((await as(app, { id: 7 }).patch('/posts/9')).status).toBe(404);
    expect((await as(app, { id: 7 }).patch('/posts/2')).body).toEqual({ id: 2, authorId: 7, published: true });
  });
});
