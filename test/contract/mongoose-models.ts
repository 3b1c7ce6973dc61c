import mongoose from 'mongoose';

const { Schema } = mongoose;
type Id = mongoose.Types.ObjectId;

const shown = { type: Schema.Types.ObjectId, get: (id?: Id) => id?.toHexString() ?? null };

/** Every type that rules compare, with every kind of default. */
const TYPES = {
  text: { type: String },
  color: { type: String, enum: ['red', 'Blue', '1'] },
  folded: { type: String, lowercase: true },
  number: { type: Number },
  small: { type: Schema.Types.Int32 },
  flag: { type: Boolean },
  size: { type: BigInt },
  at: { type: Date },
  owner: shown,
};
const INITIAL = { text: 'a', color: 'red', folded: 'a', number: 1, small: 1, flag: false, size: 1n, at: new Date(1) };

type Declarations = Record<string, object>;

function declared(suffix: string, addition: (name: string) => object | undefined): Declarations {
  return Object.fromEntries(
    Object.entries(TYPES).flatMap(([name, type]) => {
      const added = addition(name);
      return added === undefined ? [] : [[name + suffix, { ...type, ...added }]];
    }),
  );
}

/** The paths by their name, which ends with what is known of documents that lack them. */
export const PATHS: Declarations = {
  ...declared('OrNull', () => ({ default: null })),
  ...declared('Required', () => ({ required: true })),
  ...declared('Made', (name) => ({ default: () => (INITIAL as Record<string, unknown>)[name] ?? null })),
  ...declared('Initial', (name) =>
    name in INITIAL ? { default: (INITIAL as Record<string, unknown>)[name] } : undefined,
  ),
  ...declared('Maybe', () => ({})),
};

const part = new Schema({ ...PATHS }, { _id: false });
const inner = new Schema({ part: { type: part, default: null }, parts: [part] }, { _id: false });

/** Sub-documents, with every kind of default. */
export const PARTS: Declarations = {
  part: { type: part, default: null },
  partRequired: { type: part, required: true },
  partMade: { type: part, default: () => ({}) },
  partMaybe: part,
  object: { ...PATHS },
  inner: { type: inner, default: null },
};
export const LISTS: Declarations = {
  parts: [part] as never,
  partsMade: { type: [part], default: () => [] },
  partsMaybe: { type: [part], default: undefined },
  inners: [inner] as never,
};

const connection = new mongoose.Mongoose();

/** Documents with all of them. */
export const Sample = connection.model('Sample', new Schema({ key: Number, ...PATHS, ...PARTS, ...LISTS }));
