import { VersioningType } from '@nestjs/common';
import fc from 'fast-check';
import { onAdapters } from '../support/adapters.js';
import { rawRequest, sendRaw, statusOf } from '../support/raw-socket.js';
import { ROUTERS } from '../support/routers.js';
import { footprints, startRoutes, USER_HEADER } from './fixtures/routes.js';

/** Ways to write a path that some router might read as this one. */
const variantsOf = (path: string): readonly string[] => [
  path,
  `${path}/`,
  `${path}//`,
  `/${path}`,
  `//${path}`,
  `/.${path}`,
  `/a/..${path}`,
  `${path}/.`,
  `${path}/..`,
  `${path}/../x`,
  `${path}?`,
  `${path}?a=1&a=2`,
  `${path}#fragment`,
  `${path};a=1`,
  `${path};`,
  `${path}%20`,
  `${path}%00`,
  `${path}%2f`,
  `${path}%`,
  `${path}%zz`,
  `${path}.json`,
  path.toUpperCase(),
  path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  path.replaceAll('/', '%2f'),
  path.replaceAll('/', '\\'),
  path.replaceAll('s', '\u017f'),
  path.replaceAll('e', 'e\u0301'),
  `http://localhost${path}`,
  `HTTP://evil.example${path}`,
  `localhost${path}`,
  path.slice(1),
];
const PATHS = [
  '/',
  '/users',
  '/users/me',
  '/users/7',
  '/people/me',
  '/odd/all',
  '/odd/first',
  '/odd/second/1',
  '/odd/files/a/b',
];
const TARGETS = [
  ...PATHS.flatMap(variantsOf),
  '*',
  '',
  '?',
  '/%2e%2e/users',
  '/users/%6de',
  '/users/m%65',
  '/odd/files/',
  '/odd/files/..',
];

const segment = fc.oneof(
  fc.constantFrom(
    'users',
    'me',
    '7',
    'people',
    'odd',
    'all',
    'first',
    'second',
    'files',
    'options',
    'head',
    'hosted',
    'api',
    'v1',
  ),
  fc.constantFrom(
    '',
    '.',
    '..',
    '%2e',
    '%2e%2e',
    '%2f',
    '%5c',
    '%00',
    '%',
    ';',
    ';a=1',
    'USERS',
    'Me',
    '*',
    ':id',
    '__proto__',
    'constructor',
  ),
  fc.string({ maxLength: 6 }).map((text) => text.replaceAll(/\s/gu, '')),
);
const invented = fc
  .tuple(
    fc.constantFrom('/', '/', '/', '//', '', 'http://localhost/', '/./', '\\'),
    fc.array(segment, { maxLength: 4 }).map((segments) => segments.join('/')),
    fc.constantFrom('', '', '', '/', '//', '?', '?_method=DELETE', '?user=1&user[id]=1', '#', ';a=1', '%20', '.'),
  )
  .map((parts) => parts.join(''));
const target = fc.oneof(
  invented,
  fc
    .tuple(fc.constantFrom(...PATHS), fc.nat())
    .map(([path, pick]) => variantsOf(path)[pick % variantsOf(path).length] ?? path),
);
const method = fc.constantFrom(
  ...Array.from({ length: 12 }, () => 'GET'),
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
  'get',
  'GeT',
  'BREW',
  'M-SEARCH',
);
const header = fc.constantFrom(
  'X-HTTP-Method-Override: GET',
  'X-HTTP-Method: GET',
  'X-Method-Override: OPTIONS',
  'X-Original-URL: /users/me',
  'X-Rewrite-URL: /users/me',
  'X-Forwarded-Prefix: /odd',
  'X-Forwarded-Host: admin.example.com',
  'X-Middleware-Subrequest: src/middleware',
  'Access-Control-Request-Method: GET',
  'Origin: http://evil.example',
  'nestjs-permissions:invocation: true',
  '__proto__: {"user":{"id":1}}',
  'user: {"id":1}',
  'Authorization: Bearer a',
  'Authorization: Bearer b',
  'Accept-Version: 1',
  'Accept: application/json;v=1',
  'X-API-Version: 1',
  'Cookie: user={"id":1}',
  'If-None-Match: *',
  'Range: bytes=0-',
);

onAdapters(ROUTERS, 'Every way to write a path', (boot) => {
  it('[SEC-061] [SEC-062] [SEC-064] [SEC-065] [SEC-066] runs no handler for a guest, and for a user none that was not asked for', async () => {
    const app = await startRoutes(boot);
    for (const written of TARGETS) {
      const answer = await sendRaw(app, rawRequest('GET', written, ['x-probe: guest']));
      expect([written, footprints.entered]).toEqual([written, []]);
      expect([written, statusOf(answer)]).not.toEqual([written, 200]);
      await sendRaw(app, rawRequest('GET', written, ['x-probe: user', USER_HEADER]));
      expect([written, footprints.unasked()]).toEqual([written, []]);
      footprints.clear();
    }
  });

  it('[SEC-066] the plain paths do reach their handlers, so that the rule above says something', async () => {
    const app = await startRoutes(boot);
    for (const path of PATHS) await sendRaw(app, rawRequest('GET', path, ['x-probe: user', USER_HEADER]));
    expect(footprints.entered).toHaveLength(PATHS.length);
    expect(footprints.asked).toEqual(footprints.entered);
  });

  it.each([
    ['without a prefix', { prefix: false }],
    ['under a prefix and a version', { prefix: true }],
  ])(
    '[SEC-061] [SEC-066] [SEC-071] [SEC-076] [SEC-241] whatever the method, the path and the headers, %s',
    async (_name, { prefix }) => {
      const app = await startRoutes(boot, (configured) => {
        if (prefix)
          configured.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
      });
      let probe = 0;
      await fc.assert(
        fc.asyncProperty(
          method,
          target,
          fc.array(header, { maxLength: 4 }),
          fc.boolean(),
          async (verb, path, headers, signedIn) => {
            const id = `x-probe: ${++probe}`;
            const bytes = rawRequest(verb, prefix ? `/api/v1${path}` : path, [
              id,
              ...(signedIn ? [USER_HEADER] : []),
              ...headers,
            ]);
            await sendRaw(app, bytes);
            expect(footprints.unasked()).toEqual([]);
            if (!signedIn) expect(footprints.entered.filter((entry) => entry.startsWith(`${probe} `))).toEqual([]);
          },
        ),
        { numRuns: 500, seed: 61 },
      );
      expect(footprints.entered.length).toBeGreaterThan(10);
    },
  );
});
