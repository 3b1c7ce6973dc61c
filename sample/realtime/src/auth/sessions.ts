import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { User } from './user.js';

const PEOPLE: readonly User[] = [
  { id: 1, name: 'ada' },
  { id: 2, name: 'grace' },
  { id: 3, name: 'linus' },
];

/** Who is signed in, by token. There are no passwords: how people prove who they are is not what this sample is about. */
@Injectable()
export class Sessions {
  private readonly users = new Map<string, User>();

  /** @returns a token, or nothing for a name that nobody has */
  signIn(name: string): string | undefined {
    const user = this.named(name);
    return user && this.begin(user);
  }

  begin(user: User): string {
    const token = randomUUID();
    this.users.set(token, user);
    return token;
  }

  signOut(token: string): void {
    this.users.delete(token);
  }

  /** Asked for every message: who has signed out is a guest from then on, on open sockets too. */
  userOf(token = ''): User | null {
    return this.users.get(token) ?? null;
  }

  named(name: string): User | undefined {
    return PEOPLE.find((user) => user.name === name);
  }
}
