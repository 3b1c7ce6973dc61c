/** What went wrong at the start, and what to do about it. */
export function startProblem({ code, message, stack = message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EADDRINUSE':
      return `The port is taken (${message}). Choose another one: PORT=3001 npm start`;
    case 'ERR_SOCKET_BAD_PORT':
      return `PORT must be a number from 0 to 65535 (${message}).`;
    case 'ECONNREFUSED':
      return `PostgreSQL does not answer (${message}). Start it, or unset DATABASE_URL to use SQLite in memory.`;
    default:
      return `The blog did not start. ${stack}`;
  }
}
