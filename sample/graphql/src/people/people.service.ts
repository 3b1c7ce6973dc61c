import { Injectable } from '@nestjs/common';
import type { Person } from './person.js';

const PEOPLE: readonly Person[] = [
  { id: 1, name: 'alice', email: 'alice@example.com', isStaff: false },
  { id: 2, name: 'bob', email: 'bob@example.com', isStaff: false },
  { id: 3, name: 'carol', email: 'carol@example.com', isStaff: false },
  { id: 4, name: 'dora', email: 'dora@example.com', isStaff: true },
];

@Injectable()
export class PeopleService {
  /** How often people were looked up: a DataLoader does it once for a whole list. */
  lookups = 0;

  findAll(): readonly Person[] {
    return PEOPLE;
  }

  findMany(ids: readonly number[]): (Person | Error)[] {
    this.lookups += 1;
    return ids.map((id) => PEOPLE.find((person) => person.id === id) ?? new Error(`There is no person ${id}.`));
  }

  /** Who is asking, null for a guest, undefined for a token that nobody has. In this sample everybody's token is their name. */
  identify(authorization: unknown): Person | null | undefined {
    if (authorization === undefined) return null;
    return PEOPLE.find(({ name }) => authorization === `Bearer ${name}`);
  }
}
