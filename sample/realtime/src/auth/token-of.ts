import type { ExecutionContext } from '@nestjs/common';
import type { ChatSocket } from '../rooms/chat-socket.js';

/** The token of a message: that of its socket, or the one which a service has put into it. Nobody asks about HTTP requests. */
export function tokenOf(execution: ExecutionContext): string | undefined {
  if (execution.getType() === 'ws') return execution.switchToWs().getClient<ChatSocket>().token;
  return execution.switchToRpc().getData<{ readonly token?: string } | undefined>()?.token;
}
