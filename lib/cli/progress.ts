import type { Output } from './surroundings.js';
import { visible } from './visible-text.js';

const CLEARED = '\r\u001b[K';

/** One line that says what is being done, where somebody looks; it leaves nothing behind. */
export class Progress {
  constructor(private readonly output: Output) {}

  async say(what: string): Promise<void> {
    if (this.output.isTTY) await this.output.write(`${CLEARED}${visible(what)} …`);
  }

  async end(): Promise<void> {
    if (this.output.isTTY) await this.output.write(CLEARED);
  }
}
