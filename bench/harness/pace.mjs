import process from 'node:process';

const CHUNK_MS = 1;

/** Nanoseconds of this process's CPU time that this many requests take, garbage collection included. */
async function timeOf(send, ask, count) {
  const before = process.cpuUsage();
  for (let request = 0; request < count; request++) await send(ask());
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

/** Sends requests for a time instead of for a count: cheap and expensive ones are measured equally well. */
export class Pace {
  chunk = 1;

  constructor(send, ask) {
    this.send = send;
    this.ask = ask;
  }

  /** Nanoseconds a request, over so many milliseconds. */
  async run(milliseconds) {
    let [time, count] = [0, 0];
    while (time < milliseconds * 1e6) {
      const chunk = await timeOf(this.send, this.ask, this.chunk);
      time += chunk;
      count += this.chunk;
      if (chunk < CHUNK_MS * 1e6) this.chunk *= 2;
    }
    return time / count;
  }
}
