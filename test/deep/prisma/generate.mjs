import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, URL } from 'node:url';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const header = (provider) => `generator client {
  provider            = "prisma-client"
  output              = "./${provider}"
  moduleFormat        = "esm"
  importFileExtension = "js"
}

datasource db {
  provider = "${provider}"
}
`;

/** Generates the clients of the deep run, where their schema has changed. */
export default function generate() {
  mkdirSync(file('generated'), { recursive: true });
  for (const provider of ['postgresql', 'mysql']) {
    const parts = ['contract', provider].map((name) => readFileSync(file(`${name}.prisma`), 'utf8'));
    const text = [header(provider), ...parts].join('\n');
    const schema = file(`generated/${provider}.prisma`);
    if (existsSync(file(`generated/${provider}/client.ts`)) && readFileSync(schema, 'utf8') === text) continue;
    writeFileSync(schema, text);
    const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
    execFileSync(process.execPath, [prisma, 'generate', '--schema', schema], {
      // an engine that generating asks for and does not use, and that would be downloaded
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
}
