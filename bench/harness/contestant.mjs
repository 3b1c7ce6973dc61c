import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('host.mjs', import.meta.url));
// nothing is collected while bytes are counted
const YOUNG_GENERATION = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];

/** A contender in a process of its own, so that no contender warms or spoils the compiled code of another. */
export class Contestant {
  static async start(scenario, contender, build, flags = []) {
    const child = fork(HOST, [scenario, contender, ...(build === undefined ? [] : [build])], { execArgv: flags });
    const contestant = new Contestant(child, `${scenario} ${contender}`);
    await contestant.answer();
    return contestant;
  }

  static counting = (scenario, contender, build) => Contestant.start(scenario, contender, build, YOUNG_GENERATION);

  constructor(child, name) {
    this.child = child;
    this.name = name;
  }

  /** Has the process do one of its tasks, and answers what came out. */
  ask(task, argument) {
    this.child.send([task, argument]);
    return this.answer();
  }

  async answer() {
    const ended = new AbortController();
    try {
      const [message] = await Promise.race([
        once(this.child, 'message', ended),
        once(this.child, 'exit', ended).then(([code]) => [{ error: `ended with ${code}` }]),
      ]);
      if (message.error !== undefined) throw new Error(`${this.name} ${message.error}`);
      return message.value;
    } finally {
      ended.abort();
    }
  }

  stop() {
    this.child.kill();
  }
}
