import type { LoggerService } from '@nestjs/common';

/** Keeps what is logged, as one text for each level. */
export class RecordingLogger implements LoggerService {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];

  error(message: unknown): void {
    this.errors.push(String(message));
  }

  warn(message: unknown): void {
    this.warnings.push(String(message));
  }

  log(): void {
    return undefined;
  }
}
