import { Logger, type LoggerService } from '@nestjs/common';

/** Nest's logger belongs to the process, and so does what is remembered of it while several run quietly at once. */
class Silence extends Logger {
  private static running = 0;
  private static before: LoggerService | undefined;

  static begin(): void {
    if (Silence.running++ > 0) return;
    // which logger is in use, Nest tells subclasses only
    Silence.before = Logger.staticInstanceRef;
    Logger.overrideLogger(false);
  }

  static end(): void {
    if (--Silence.running === 0) Logger.overrideLogger(Silence.before ?? false);
  }
}

/** Runs something while Nest logs nothing, and gives the process its logger back. */
export async function quietly<T>(run: () => Promise<T>): Promise<T> {
  Silence.begin();
  try {
    return await run();
  } finally {
    Silence.end();
  }
}
