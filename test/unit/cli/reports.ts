import type { AuditedHandler } from 'nestjs-permissions';
import type { JudgedFinding, JudgedReport } from '../../../lib/cli/judged-report.js';

/** A handler of which nothing special is to be said. */
export const plainHandler: AuditedHandler = {
  transport: 'http',
  method: 'GET',
  paths: ['/posts'],
  versions: [],
  controller: 'PostsController',
  action: 'list',
  permissions: 'or(ReadOnly, IsAuthor)',
  origins: [{ level: 'class', owner: 'PostsController' }],
  object: ['scope'],
  dynamic: false,
  open: false,
  guarded: true,
};

export const plainFinding: JudgedFinding = {
  code: 'late-check',
  severity: 'warning',
  where: 'PostsController.update',
  message: 'The handler checks its object only when it runs. Let @LoadObject() load it before.',
  accepted: false,
};

/** A report that has everything in it, by which the formats are shown. */
export const smallReport: JudgedReport = {
  version: '1.2.3',
  module: 'dist/app.module.js',
  handlers: [
    {
      ...plainHandler,
      method: 'ALL',
      paths: ['/'],
      controller: 'HomeController',
      action: 'home',
      permissions: 'AllowAny',
      origins: [{ level: 'handler', owner: 'HomeController.home' }],
      object: [],
      open: true,
      guarded: false,
    },
    plainHandler,
    {
      ...plainHandler,
      method: 'PATCH',
      paths: ['/posts/:id', '/articles/:id'],
      versions: ['1', '2'],
      action: 'update',
      permissions: 'and(IsAuthor, IsMember)',
      origins: [
        { level: 'action', owner: 'PostsController' },
        { level: 'required', owner: 'PermissionsModule' },
      ],
      object: ['checked', 'returned'],
      dynamic: true,
    },
  ],
  findings: [
    {
      ...plainFinding,
      code: 'guard-not-last',
      severity: 'error',
      where: 'The application',
      message: 'PermissionsGuard is not the last of the global guards.',
      remedy: '@Module({\n  imports: [PermissionsModule.forRoot([IsAuthenticated])],\n})',
    },
    plainFinding,
    { ...plainFinding, where: 'PostsController.destroy', accepted: true },
  ],
};

/** What nobody calls a class, and metadata can hold. */
export const hostileName =
  '<script>alert(1)</script>|**x**`y`\n\u001b[31m\u202e& "q" \'s\' [a](javascript:b) @team https://evil.example\u{e0001}\ud800';

/** A report in which every text is {@link hostileName}. */
export const hostileReport: JudgedReport = {
  version: hostileName,
  module: hostileName,
  handlers: [
    {
      ...plainHandler,
      method: hostileName,
      paths: [hostileName],
      versions: [hostileName],
      controller: hostileName,
      action: hostileName,
      permissions: hostileName,
      origins: [{ level: 'class', owner: hostileName }],
    },
  ],
  findings: [{ ...plainFinding, where: hostileName, message: hostileName, remedy: hostileName }],
};

export const emptyReport: JudgedReport = { ...smallReport, handlers: [], findings: [] };
