import type { Model } from 'mongoose';

/** A model of documents of type T, whatever methods, virtuals and query helpers it has. */
export type ScopableModel<T> = Pick<Model<T>, 'base' | 'modelName' | 'castObject'> & {
  readonly schema: object;
  find(): { setOptions(options: object): { cast(model: null, filter: object): unknown } };
};
