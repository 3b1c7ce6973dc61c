import type { INestApplication } from '@nestjs/common';
import { as } from '../../../support/header-authentication.js';

const ROLES = [
  'handler',
  'action',
  'class',
  'module',
  'defaults',
  'subclass',
  'class+handler',
  'class+action',
  'class+subclass',
  'handler+action',
  'handler+subclass',
];

/**
 * Who of these is admitted by GET on this path: a guest, users with one role of a level's name, and users with two of
 * which neither is admitted for one role alone.
 */
export async function whoMay(app: INestApplication, path: string): Promise<string[]> {
  const admitted: string[] = [];
  const { status: asGuest } = await as(app, null).get(path);
  if (asGuest === 200) admitted.push('guest');
  for (const name of ROLES) {
    const { status } = await as(app, { id: 1, roles: name.split('+') }).get(path);
    if (status === 200) admitted.push(name);
    else if (status !== 403) throw new Error(`GET ${path} answered ${status} to ${name}.`);
  }
  const single = new Set(admitted);
  return admitted.filter((name) => !name.includes('+') || !name.split('+').some((role) => single.has(role)));
}
