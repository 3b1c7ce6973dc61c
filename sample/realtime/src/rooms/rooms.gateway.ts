import type { IncomingMessage } from 'node:http';
import { UseGuards } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  WsException,
} from '@nestjs/websockets';
import {
  authorizeConnection,
  AuthorizedScope,
  IsAuthenticated,
  isOwner,
  LoadedObject,
  LoadObject,
  or,
  PermissionAction,
  Permissions,
  PermissionsGuard,
  PermissionsService,
  type Scope,
} from 'nestjs-permissions';
import type { Server } from 'ws';
import { Sessions } from '../auth/sessions.js';
import type { User } from '../auth/user.js';
import type { ChatSocket } from './chat-socket.js';
import { IsMember } from './is-member.permission.js';
import { IsOpen } from './is-open.permission.js';
import type { Room } from './room.js';
import { RoomsService } from './rooms.service.js';

/** What a message of this gateway is answered with. */
interface Answer {
  readonly event: string;
  readonly data: unknown;
}

const MayBeIn = or(IsOpen, IsMember);

@WebSocketGateway({ path: '/chat' })
// Nest 11 runs no global guard for gateways; on Nest 12 this line can go
@UseGuards(PermissionsGuard)
@Permissions(MayBeIn)
// a room that somebody may not be in looks like one that does not exist
@LoadObject(RoomsService, (rooms, { room = '' }) => rooms.findOne(room), { denyObjectAs: 'not-found' })
export class RoomsGateway implements OnGatewayConnection<ChatSocket> {
  @WebSocketServer() private readonly server!: Server;

  constructor(
    private readonly rooms: RoomsService,
    private readonly sessions: Sessions,
    private readonly permissions: PermissionsService,
  ) {}

  /** Nest runs no guard here: guests are turned away by hand, as who is connected hears announcements. */
  async handleConnection(client: ChatSocket, { url = '' }: IncomingMessage): Promise<void> {
    client.token = new URL(url, 'ws://chat').searchParams.get('token') ?? '';
    // Nest 11 tells exceptions to the listeners of a plain socket, and not to its client
    client.on('exception', (data: unknown) => {
      send(client, 'exception', data);
    });
    await authorizeConnection(this.permissions, client, IsAuthenticated, this.sessions.userOf(client.token));
  }

  @SubscribeMessage('rooms')
  @PermissionAction({ name: 'list', safe: true })
  list(@AuthorizedScope() scope: Scope<Room>): Answer {
    return { event: 'rooms', data: this.rooms.findAll(scope).map(({ name }) => name) };
  }

  @SubscribeMessage('say')
  async say(
    @LoadedObject() room: Room,
    @MessageBody('text') text: unknown,
    @ConnectedSocket() { token }: ChatSocket,
  ): Promise<void> {
    await this.tell(room, 'said', { room: room.name, by: this.sessions.userOf(token)?.name, text: String(text) });
  }

  @SubscribeMessage('invite')
  @Permissions(isOwner('ownerId'))
  async invite(@LoadedObject() room: Room, @MessageBody('name') name: string): Promise<void> {
    this.rooms.invite(room, this.named(name).id);
    await this.tell(room, 'invited', { room: room.name, name });
  }

  @SubscribeMessage('remove')
  @Permissions(isOwner('ownerId'))
  async remove(@LoadedObject() room: Room, @MessageBody('name') name: string): Promise<void> {
    this.rooms.remove(room, this.named(name).id);
    await this.tell(room, 'removed', { room: room.name, name });
  }

  @SubscribeMessage('sign-out')
  @Permissions(IsAuthenticated)
  signOut(@ConnectedSocket() { token = '' }: ChatSocket): Answer {
    this.sessions.signOut(token);
    return { event: 'signed-out', data: null };
  }

  /** Tells everybody who is signed in. */
  announce(text: string): void {
    for (const client of this.clients()) {
      if (this.sessions.userOf(client.token) !== null) send(client, 'announcement', text);
    }
  }

  /** Asks again for each one who would hear it: who was removed, or has signed out, hears no more. */
  private async tell(room: Room, event: string, data: unknown): Promise<void> {
    for (const client of this.clients()) {
      if (await this.permissions.can(MayBeIn, this.sessions.userOf(client.token), room)) send(client, event, data);
    }
  }

  private clients(): Set<ChatSocket> {
    return this.server.clients;
  }

  private named(name: string): User {
    const user = this.sessions.named(name);
    if (user === undefined) throw new WsException({ statusCode: 404, message: 'Nobody has that name.' });
    return user;
  }
}

function send(client: ChatSocket, event: string, data: unknown): void {
  client.send(JSON.stringify({ event, data }));
}
