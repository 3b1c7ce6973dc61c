import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { COUNTING } from './bytes.mjs';

const HOST = join(import.meta.dirname, 'host.mjs');

/** A contender in a process of its own, so that no contender warms or spoils the compiled code of another. */
export class Contestant {
  static async start(scenario, { plays, build }, flags = []) {
    const child = fork(HOST, build === undefined ? [scenario, plays] : [scenario, plays, build], { execArgv: flags });
    const contestant = new Contestant(child, `${scenario} ${plays}`);
    await contestant.answer();
    return contestant;
  }

  /** One that can count bytes. */
  static counting = (scenario, contender) => Contestant.start(scenario, contender, COUNTING);

  constructor(child, name) {
    this.child = child;
    this.name = name;
    this.end = once(child, 'exit').then(([code]) => [{ error: `ended with ${code}` }]);
  }

  /** Has the process do one of its tasks, and answers what came out. */
  ask(task, argument) {
    this.child.send([task, argument]);
    return this.answer();
  }

  async answer() {
    const [message] = await Promise.race([once(this.child, 'message'), this.end]);
    if (message.error !== undefined) throw new Error(`${this.name} ${message.error}`);
    return message.value;
  }

  stop() {
    this.child.kill();
  }
}
