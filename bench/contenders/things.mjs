import { counters } from '../harness/counters.mjs';

/** The entity. */
export class Thing {
  constructor(id, authorId) {
    this.id = String(id);
    this.authorId = authorId;
    this.title = 'x';
  }
}

const THINGS = Array.from({ length: 10_001 }, (_, id) => new Thing(id, id === 10_000 ? 8 : 7));

/** A repository that answers as a database driver does, with a promise, and takes no time. */
export class ThingsService {
  async findOne(id) {
    counters.loads++;
    return THINGS[id];
  }
}

/** The first things; all but the last are user 7's. */
export const firstThings = (count) => THINGS.slice(0, count);

export const isAuthor = (user, thing) => user != null && user.id === thing.authorId;

/** `isAuthor` as a permission class. */
export const authorOf = ({ BasePermission }) =>
  class IsAuthor extends BasePermission {
    hasObjectPermission({ user }, thing) {
      return isAuthor(user, thing);
    }
  };
