import type { AuditedHandler } from '../index.js';

/** What every format says of a handler, in its order. */
export interface HandlerCells {
  readonly method: string;
  readonly paths: string;
  readonly action: string;
  readonly permissions: string;
  readonly from: string;
  readonly object: string;
  readonly remarks: string;
}

/** The headings of {@link HandlerCells}. */
export const HEADINGS: Readonly<Record<keyof HandlerCells, string>> = {
  method: 'Method',
  paths: 'Path',
  action: 'Handler',
  permissions: 'Permissions',
  from: 'Declared by',
  object: 'Object',
  remarks: 'Remarks',
};

/** The columns in their order. */
export const COLUMNS = Object.keys(HEADINGS) as readonly (keyof HandlerCells)[];

/** One handler as texts. */
export function handlerCells(handler: AuditedHandler): HandlerCells {
  const { method, paths, versions, controller, action, permissions, origins, object, dynamic, open, guarded } = handler;
  const version = versions.length === 0 ? '' : ` (version ${versions.join(', ')})`;
  const remarks = [
    ...(guarded ? [] : ['not guarded']),
    ...(open ? ['open to everybody'] : []),
    ...(dynamic ? ['dynamic'] : []),
  ];
  return {
    method,
    paths: `${paths.join(', ')}${version}`,
    action: `${controller}.${action}`,
    permissions,
    from: origins.map(({ level, owner }) => `${level}: ${owner}`).join(', '),
    object: object.join(', '),
    remarks: remarks.join(', '),
  };
}
