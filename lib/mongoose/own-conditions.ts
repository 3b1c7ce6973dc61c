import type { Filter } from './ground.js';
import type { ScopableModel } from './scopable-model.js';

/**
 * A copy of the caller's own conditions, into which Mongoose may write.
 * @throws TypeError for what Mongoose would take for no condition at all
 */
export function ownConditions(model: ScopableModel<unknown>, where: unknown): Filter {
  if (!isPlain(where)) throw new TypeError('scopedWhere() needs the conditions as an object.');
  const own = copied(where, '') as Filter;
  try {
    model
      .find()
      .setOptions({ strictQuery: 'throw' })
      .cast(null, copied(own, '') as Filter);
  } catch (error) {
    if ((error as Error).name !== 'StrictModeError') throw error;
    throw new TypeError(
      `scopedWhere() got \`${(error as { path: string }).path}\`, which is no path of ${model.modelName}: Mongoose would leave ` +
        'it out, and find every document.',
      { cause: error },
    );
  }
  return own;
}

function copied(value: unknown, place: string): unknown {
  if (value === undefined) {
    throw new TypeError(`scopedWhere() got ${place}: undefined, which is no condition: leave it out, or write null.`);
  }
  if (Array.isArray(value)) {
    if (value.length === 0 && /\$(and|or|nor)$/.test(place)) {
      throw new TypeError(`scopedWhere() got ${place}: [], which Mongoose takes for no condition at all.`);
    }
    return value.map((element: unknown, index) => copied(element, `${place}[${String(index)}]`));
  }
  if (!isPlain(value)) return value;
  // a spread keeps the mark of mongoose.trusted(), which is a symbol
  const copy = { ...value };
  for (const key of Object.keys(copy)) copy[key] = copied(copy[key], place === '' ? key : `${place}.${key}`);
  return copy;
}

function isPlain(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
