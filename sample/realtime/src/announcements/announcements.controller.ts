import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { hasScope, Permissions } from 'nestjs-permissions';
import { RoomsGateway } from '../rooms/rooms.gateway.js';

/** What other services send, with a token of theirs. */
export interface Announcement {
  readonly token: string;
  readonly text: string;
}

@Controller()
@Permissions(hasScope('announce'))
export class AnnouncementsController {
  constructor(private readonly gateway: RoomsGateway) {}

  /** Nobody waits for an answer to an event: one that is refused is logged, and does nothing. */
  @EventPattern('announcement')
  announce(@Payload() { text }: Announcement): void {
    this.gateway.announce(text);
  }
}
