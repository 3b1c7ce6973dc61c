import type { PermissionBackend } from '../../lib/index.js';

/** A user of the table: engines go by the id or by the role, and the default backend by `permissions`. */
export interface Holder {
  readonly id: number;
  readonly role: 'reader' | 'viewer' | 'author' | 'editor';
  readonly permissions: readonly string[];
}

/** What engines are asked about. */
export class Post {
  constructor(
    readonly id: number,
    readonly authorId: number,
  ) {}
}

/** The columns of the tables. Authors also hold `post.change` and `post.delete` for the posts that are their own. */
export const HOLDERS: readonly Holder[] = [
  { id: 1, role: 'reader', permissions: [] },
  { id: 2, role: 'viewer', permissions: ['post.view'] },
  { id: 3, role: 'author', permissions: ['post.view', 'post.add'] },
  { id: 4, role: 'editor', permissions: ['post.view', 'post.add', 'post.change', 'post.delete', 'tag.view'] },
];

type Truth = readonly [reader: 0 | 1, viewer: 0 | 1, author: 0 | 1, editor: 0 | 1];

const OF_THE_AUTHOR = new Post(10, 3);
const OF_THE_VIEWER = new Post(11, 2);

const RESOURCES: readonly (readonly [codes: readonly string[], truth: Truth])[] = [
  [['post.view'], [0, 1, 1, 1]],
  [['post.add'], [0, 0, 1, 1]],
  [['post.change'], [0, 0, 0, 1]],
  [['post.delete'], [0, 0, 0, 1]],
  [['tag.view'], [0, 0, 0, 1]],
  // a list means all of them, whatever the order
  [
    ['post.view', 'post.add'],
    [0, 0, 1, 1],
  ],
  [
    ['post.add', 'post.view'],
    [0, 0, 1, 1],
  ],
  [
    ['post.view', 'post.change'],
    [0, 0, 0, 1],
  ],
  [
    ['post.change', 'post.view'],
    [0, 0, 0, 1],
  ],
  [
    ['post.view', 'post.view'],
    [0, 1, 1, 1],
  ],
  [
    ['post.view', 'tag.view'],
    [0, 0, 0, 1],
  ],
  [
    ['post.view', 'post.add', 'post.change', 'post.delete'],
    [0, 0, 0, 1],
  ],
  [
    ['post.view', 'post.add', 'post.change', 'post.delete', 'post.publish'],
    [0, 0, 0, 0],
  ],
  // nobody holds what no rule names
  [['post.publish'], [0, 0, 0, 0]],
  [['comment.view'], [0, 0, 0, 0]],
  [['tag.add'], [0, 0, 0, 0]],
  // compared exactly
  [['post.View'], [0, 0, 0, 0]],
  [['Post.view'], [0, 0, 0, 0]],
  [['post.vie'], [0, 0, 0, 0]],
  [['post.view '], [0, 0, 0, 0]],
  [['post.*'], [0, 0, 0, 0]],
  [['*.view'], [0, 0, 0, 0]],
  [['*.*'], [0, 0, 0, 0]],
  [['post.view.own'], [0, 0, 0, 0]],
  [['constructor.toString'], [0, 0, 0, 0]],
  [['post.__proto__'], [0, 0, 0, 0]],
];

const OBJECTS: readonly (readonly [codes: readonly string[], object: Post, truth: Truth])[] = [
  [['post.view'], OF_THE_AUTHOR, [0, 1, 1, 1]],
  [['post.change'], OF_THE_AUTHOR, [0, 0, 1, 1]],
  [['post.change'], OF_THE_VIEWER, [0, 0, 0, 1]],
  [['post.delete'], OF_THE_AUTHOR, [0, 0, 1, 1]],
  [['post.delete'], OF_THE_VIEWER, [0, 0, 0, 1]],
  [['post.change', 'post.delete'], OF_THE_AUTHOR, [0, 0, 1, 1]],
  [['post.view', 'post.delete'], OF_THE_VIEWER, [0, 0, 0, 1]],
  [['post.change', 'post.publish'], OF_THE_AUTHOR, [0, 0, 0, 0]],
  [['post.publish'], OF_THE_AUTHOR, [0, 0, 0, 0]],
];

const table = <T>(rows: readonly T[], codesOf: (row: T) => readonly string[]) =>
  rows.map((row) => [codesOf(row).join(' and '), row] as const);

/**
 * The truth table of every backend: who holds what.
 * @param open makes the backend, when the tests run
 * @param objects whether it knows of single objects; the default one does not, and says no
 */
export function describeRights(title: string, open: () => PermissionBackend, { objects = true } = {}): void {
  const holders = (ask: (holder: Holder) => boolean | Promise<boolean>) =>
    Promise.all(HOLDERS.map(async (holder) => ((await ask(holder)) ? holder.role : '-')));
  const expected = (truth: Truth) => HOLDERS.map(({ role }, index) => (truth[index] === 1 ? role : '-'));

  describe(`who holds what, as ${title} knows it`, () => {
    it.each(table(RESOURCES, ([codes]) => codes))('%s', async (_name, [codes, truth]) => {
      const backend = open();
      expect(await holders((holder) => backend.hasPermissions(holder, codes))).toEqual(expected(truth));
    });

    it.each(table(OBJECTS, ([codes, post]) => [...codes, `of post ${post.id}`]))('%s', async (_name, row) => {
      const [codes, post, truth] = row;
      const backend = open();
      expect(await holders((holder) => backend.hasPermissions(holder, codes, post))).toEqual(
        expected(objects ? truth : [0, 0, 0, 0]),
      );
    });

    it('many questions at once, each its own', async () => {
      const backend = open();
      const questions = HOLDERS.flatMap((holder) => RESOURCES.map(([codes]) => [holder, codes] as const));
      const answers = await Promise.all(
        questions.map(async ([holder, codes]) => backend.hasPermissions(holder, codes)),
      );
      expect(answers).toEqual(HOLDERS.flatMap((_, index) => RESOURCES.map(([, truth]) => truth[index] === 1)));
    });
  });
}
