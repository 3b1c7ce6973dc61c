import type { LoggerService } from '@nestjs/common';

/** A logger for tests that keeps every argument of every call, as text. */
export class LogRecorder implements LoggerService {
  readonly calls: { readonly level: string; readonly text: string }[] = [];

  log = this.keep('log');
  error = this.keep('error');
  warn = this.keep('warn');
  debug = this.keep('debug');
  verbose = this.keep('verbose');

  /** The texts of one level, in order. */
  of(level: string): readonly string[] {
    return this.calls.filter((call) => call.level === level).map(({ text }) => text);
  }

  private keep(level: string): (...parts: unknown[]) => void {
    return (...parts) => {
      for (const part of parts) if (typeof part === 'string') this.calls.push({ level, text: part });
    };
  }
}
