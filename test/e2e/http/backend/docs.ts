import { Injectable } from '@nestjs/common';
import type { PermissionBackend, PermissionResource, Where } from '../../../../lib/index.js';

/** A user with codes for the resource as a whole, and codes for single documents: `{ 1: ['doc.view'] }`. */
export interface User {
  readonly id: number;
  readonly permissions?: readonly string[];
  readonly documents?: Readonly<Record<number, readonly string[]>>;
  readonly isSuperuser?: boolean;
}

export class Doc {
  constructor(readonly id: number) {}
}

/** Documents in memory: 1 and 2. */
@Injectable()
export class Docs {
  readonly rows = [new Doc(1), new Doc(2)];

  findOne(id: number): Doc | null {
    return this.rows.find((doc) => doc.id === id) ?? null;
  }
}

/** Answers from what the users of these tests carry, and notes each question. */
@Injectable()
export class DocumentsBackend implements PermissionBackend<User> {
  readonly asked: string[] = [];

  hasPermissions({ permissions = [], documents = {} }: User, codes: readonly string[], object?: object): boolean {
    const held = object === undefined ? permissions : (documents[(object as Doc).id] ?? []);
    this.asked.push([...codes, ...(object === undefined ? [] : [`on ${String((object as Doc).id)}`])].join(' '));
    return codes.every((code) => held.includes(code));
  }

  async where({ documents = {} }: User, codes: readonly string[], resource: PermissionResource): Promise<Where<Doc>> {
    this.asked.push(`${codes.join(' ')} of ${(resource as typeof Doc).name}`);
    const held = Object.entries(documents).filter(([, of]) => codes.every((code) => of.includes(code)));
    return Promise.resolve({ id: { in: held.map(([id]) => Number(id)) } });
  }
}
