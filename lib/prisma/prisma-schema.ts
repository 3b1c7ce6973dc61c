import type { ClientConfig } from './prisma-model.js';

/** A field of a model, as the schema declares it. */
export interface Field {
  /** A type of Prisma, an enum or another model. */
  readonly type: string;
  readonly isList: boolean;
  readonly isOptional: boolean;
  /** How the database stores it, where the schema says so: `VarChar` for `@db.VarChar(20)`. */
  readonly native: string | undefined;
}

export type Fields = ReadonlyMap<string, Field>;

/** What a client knows of its models. */
export interface PrismaSchema {
  readonly models: ReadonlyMap<string, Fields>;
  /** The values of each enum, as the client calls them. */
  readonly enums: ReadonlyMap<string, ReadonlySet<string>>;
}

const STRING_OR_COMMENT = /"(?:\\.|[^"\\])*"|\/\/.*|\/\*[^]*?\*\//g;
const BLOCK = /^\s*(model|view|enum)\s+(\S+)\s*\{([^}]*)\}/gm;
const FIELD = /^(\S+)\s+(\w+)(\S*)(?:.*?\s@\w+\.(\w+))?/;

// to read a large schema takes some milliseconds, and a client never has another one
const read = new WeakMap<ClientConfig, PrismaSchema>();

/** The schema of a client. */
export function schemaOf(config: ClientConfig): PrismaSchema {
  const known = read.get(config) ?? parseSchema(config.inlineSchema);
  read.set(config, known);
  return known;
}

/** Reads the text of a schema, in which each field has a line of its own. */
function parseSchema(text: string): PrismaSchema {
  const models = new Map<string, Fields>();
  const enums = new Map<string, ReadonlySet<string>>();
  const code = text.replaceAll(STRING_OR_COMMENT, (part) => (part.startsWith('"') ? '""' : ''));
  for (const [, word, name, body] of code.matchAll(BLOCK) as Iterable<RegExpExecArray & BlockParts>) {
    const lines = body.split('\n').map((line) => line.trim());
    // what is ignored, the client does not know
    const members = lines.filter((line) => line !== '' && !line.startsWith('@@') && !/\s@ignore\b/.test(line));
    if (word === 'enum') enums.set(name, new Set(members.map((line) => line.replace(/\s.*/, ''))));
    else models.set(name, new Map(members.map(parseField)));
  }
  return { models, enums };
}

type BlockParts = readonly [all: string, word: string, name: string, body: string];

function parseField(line: string): [string, Field] {
  const [, name, type, modifiers, native] = FIELD.exec(line) as unknown as [string, string, string, string, string?];
  return [name, { type, isList: modifiers.includes('[]'), isOptional: modifiers.includes('?'), native }];
}
