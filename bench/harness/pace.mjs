import process from 'node:process';

const CHUNK_NS = 1e6;

/** Does a thing for a time instead of for a count, so that cheap and expensive ones are measured equally well. */
export class Pace {
  chunk = 1;

  /** @param many does the thing so many times; may answer a promise */
  constructor(many) {
    this.many = many;
  }

  /** Nanoseconds of this process's CPU time that the thing takes, over so many milliseconds, garbage collection included. */
  async run(milliseconds) {
    let [time, count] = [0, 0];
    while (time < milliseconds * 1e6) {
      const chunk = await this.timeOf(this.chunk);
      time += chunk;
      count += this.chunk;
      if (chunk < CHUNK_NS) this.chunk *= 2;
    }
    return time / count;
  }

  async timeOf(count) {
    const before = process.cpuUsage();
    const done = this.many(count);
    if (done instanceof Promise) await done;
    const { user, system } = process.cpuUsage(before);
    return (user + system) * 1000;
  }
}
