import { Injectable } from '@nestjs/common';
import type { Scope } from 'nestjs-permissions';
import type { Room } from './room.js';

@Injectable()
export class RoomsService {
  private readonly rooms: readonly Room[] = [
    { name: 'lobby', ownerId: 1, open: true, members: [] },
    { name: 'engines', ownerId: 1, open: false, members: [{ userId: 1 }] },
    { name: 'compilers', ownerId: 2, open: false, members: [{ userId: 2 }, { userId: 1 }] },
  ];

  findOne(name: string): Room | undefined {
    return this.rooms.find((room) => room.name === name);
  }

  findAll(scope: Scope<Room>): readonly Room[] {
    return scope.filter(this.rooms);
  }

  invite({ members }: Room, userId: number): void {
    if (!members.some((member) => member.userId === userId)) members.push({ userId });
  }

  remove({ members }: Room, userId: number): void {
    const index = members.findIndex((member) => member.userId === userId);
    if (index >= 0) members.splice(index, 1);
  }
}
