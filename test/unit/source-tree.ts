import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  specifier: string;
  /** `import('…')` as an expression: taken at run time, and only when that line is reached. */
  dynamic: boolean;
}

/** The files of lib/ by their path from the root of the repository, with `/` on every system. */
export function readLib(): Map<string, string> {
  return new Map(
    readdirSync('lib', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => [posix.join('lib', path.replaceAll('\\', '/')), readFileSync(join('lib', path), 'utf8')]),
  );
}

/** Every module that a file names, types included. */
export function importsOf(text: string): Import[] {
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const [specifier, dynamic] = moduleNamedBy(node);
    if (specifier && ts.isStringLiteralLike(specifier)) imports.push({ specifier: specifier.text, dynamic });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2022));
  return imports;
}

function moduleNamedBy(node: ts.Node): [specifier: ts.Node | undefined, dynamic: boolean] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return [node.moduleSpecifier, false];
  if (ts.isExternalModuleReference(node)) return [node.expression, false];
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return [node.argument.literal, false];
  if (!ts.isCallExpression(node)) return [undefined, false];
  const callee = node.expression;
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return [node.arguments[0], true];
  return [ts.isIdentifier(callee) && callee.text === 'require' ? node.arguments[0] : undefined, false];
}

/** Where a relative specifier of `from` leads, as a path like those of `readLib()`. */
export function targetOf(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

/** The first cycle that is found, as the list of its files. */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const finished = new Set<string>();
  const walk = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const target of graph.get(file) ?? []) {
      const cycle = walk(target, [...path, file]);
      if (cycle) return cycle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = walk(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}
