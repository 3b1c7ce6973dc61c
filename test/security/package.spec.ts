import { readFileSync } from 'node:fs';

interface Manifest {
  readonly [field: string]: unknown;
  readonly scripts: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

describe('The package', () => {
  it('[SEC-246] depends on nothing at run time but its peers', () => {
    for (const field of ['dependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies']) {
      expect([field, manifest[field]]).toEqual([field, undefined]);
    }
    const required = ['@nestjs/common', '@nestjs/core', 'reflect-metadata', 'rxjs'];
    const optional = Object.keys(manifest['peerDependenciesMeta'] ?? {});
    expect(Object.keys(manifest.peerDependencies).filter((name) => !optional.includes(name))).toEqual(required);
  });

  it('[SEC-247] runs nothing where it is installed', () => {
    const lifecycle = [
      'preinstall',
      'install',
      'postinstall',
      'preuninstall',
      'postuninstall',
      'prepare',
      'prepublish',
      'dependencies',
    ];
    expect(Object.keys(manifest.scripts).filter((script) => lifecycle.includes(script))).toEqual([]);
    expect(manifest['gypfile']).toBeUndefined();
  });

  it('[SEC-246] ships what was built, and neither tests nor sources', () => {
    expect(manifest.files.filter((file) => !/^(dist|README\.md|CHANGELOG\.md|LICENSE)$/.test(file))).toEqual([]);
  });

  it('[SEC-249] gives every consumer one copy: module-sync comes first at every entry point, and each has its types', () => {
    for (const [entry, conditions] of Object.entries(manifest.exports)) {
      if (typeof conditions === 'string') {
        expect([entry, conditions]).toEqual(['./package.json', './package.json']);
        continue;
      }
      expect([entry, Object.keys(conditions as object)]).toEqual([entry, ['module-sync', 'import', 'require']]);
      for (const [condition, target] of Object.entries(conditions as Record<string, Record<string, string>>)) {
        const folder = condition === 'require' ? 'cjs' : 'esm';
        expect(Object.keys(target)).toEqual(['types', 'default']);
        for (const file of Object.values(target)) expect(file.startsWith(`./dist/${folder}/`)).toBe(true);
      }
    }
  });
});
