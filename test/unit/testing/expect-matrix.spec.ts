import { expectMatrix, PermissionMatrix } from '../../../lib/testing/index.js';
import type { MatrixCell, MatrixRow } from '../../../lib/testing/index.js';

const ALLOW = { verdict: 'allow' } as const;
const OBJECT = { verdict: 'object' } as const;
const denied = (status: number, code: string): MatrixCell => ({ verdict: 'deny', status, code });

function row(route: string, cells: MatrixRow['cells'], object?: string): MatrixRow {
  const [method, path] = route.split(' ') as [string, string];
  return { route, object, method, path, controller: 'PostsController', action: 'list', cells };
}

const matrix = new PermissionMatrix(
  ['guest', 'alice'],
  [
    row('GET /posts', { guest: { verdict: 'list', where: 'published = true' }, alice: ALLOW }),
    row('PATCH /posts/:id', { guest: denied(401, 'not_authenticated'), alice: OBJECT }),
    row('PATCH /posts/:id', { guest: denied(401, 'not_authenticated'), alice: denied(403, 'not_author') }, 'a draft'),
    row('GET /odd', { guest: denied(403, 'odd'), alice: { verdict: 'error', message: 'IsOdd threw' } }),
    row('GET /open', { guest: { verdict: 'unguarded' }, alice: { verdict: 'unguarded' } }),
  ],
);

describe('expectMatrix().toMatch()', () => {
  it('is content with what is so, in as many words as the test wants', () => {
    expect(() => {
      expectMatrix(matrix).toMatch({
        'GET /posts': { guest: 'list published = true', alice: 'allow' },
        'PATCH /posts/:id': { guest: 'deny 401 not_authenticated', alice: 'object' },
        'PATCH /posts/:id with a draft': { guest: 'deny 401', alice: 'deny' },
        'GET /odd': { alice: 'error IsOdd threw' },
        'GET /open': { guest: 'unguarded' },
      });
      expectMatrix(matrix).toMatch({ 'GET /posts': { guest: 'list' }, 'GET /odd': { alice: 'error' } });
    }).not.toThrow();
  });

  it('names every difference: row, persona, expected and actual', () => {
    expect(() => {
      expectMatrix(matrix).toMatch({
        'GET /posts': { guest: 'list published', alice: 'deny 403' },
        'PATCH /posts/:id with a draft': { guest: 'deny 401', alice: 'deny 403 not_owner' },
        'PATCH /posts/:id': { guest: 'deny 40' },
      });
    }).toThrow(
      [
        'The permission matrix is not as expected:',
        '  GET /posts, guest: expected list published, is list published = true',
        '  GET /posts, alice: expected deny 403, is allow',
        '  PATCH /posts/:id with a draft, alice: expected deny 403 not_owner, is deny 403 not_author',
        '  PATCH /posts/:id, guest: expected deny 40, is deny 401 not_authenticated',
      ].join('\n'),
    );
  });

  it('refuses rows and personas that the matrix does not have', () => {
    expect(() => {
      expectMatrix(matrix).toMatch({ 'GET /post': {} });
    }).toThrow(
      'The matrix has no row "GET /post". It has:\n  GET /posts\n  PATCH /posts/:id\n  PATCH /posts/:id with a draft',
    );
    expect(() => {
      expectMatrix(matrix).toMatch({ 'GET /posts': { constructor: 'allow' } as never });
    }).toThrow('The matrix has no persona "constructor". It has: guest, alice');
  });

  it('holds for all rows of one name', () => {
    const twice = new PermissionMatrix(['guest'], [row('GET /a', { guest: ALLOW }), row('GET /a', { guest: OBJECT })]);
    expect(() => {
      expectMatrix(twice).toMatch({ 'GET /a': { guest: 'allow' } });
    }).toThrow('GET /a, guest: expected allow, is object');
  });
});

describe('expectMatrix().toAdmitOnly()', () => {
  it('is content where a persona gets in at these routes and at no other', () => {
    expect(() => {
      expectMatrix(matrix).toAdmitOnly('guest', ['GET /posts', 'GET /open']);
    }).not.toThrow();
  });

  it('names what is open and what is closed against expectation, and takes an error for neither', () => {
    expect(() => {
      expectMatrix(matrix).toAdmitOnly('guest', ['GET /odd', 'GET /open']);
    }).toThrow(
      [
        'The permission matrix is not as expected:',
        '  GET /posts, guest: expected deny, is list published = true',
        '  GET /odd, guest: expected to be let in, is deny 403 odd',
      ].join('\n'),
    );
    const open = ['GET /posts', 'PATCH /posts/:id', 'GET /open'];
    for (const routes of [open, [...open, 'GET /odd']]) {
      expect(() => {
        expectMatrix(matrix).toAdmitOnly('alice', routes);
      }).toThrow('is error IsOdd threw');
    }
  });

  it('refuses routes and personas that the matrix does not have', () => {
    expect(() => {
      expectMatrix(matrix).toAdmitOnly('guest', ['GET /nowhere']);
    }).toThrow('The matrix has no row "GET /nowhere"');
    expect(() => {
      expectMatrix(matrix).toAdmitOnly('carol', []);
    }).toThrow('The matrix has no persona "carol"');
  });
});
