import { type MicroserviceOptions, Transport } from '@nestjs/microservices';

/** A transport of messages, and how a client comes to a service that listens on it. */
export interface Broker {
  readonly name: string;
  readonly server: MicroserviceOptions;
  /** @param service the server of the transport, as Nest unwraps it */
  readonly client: (service: { address?(): { port: number } }) => MicroserviceOptions;
}

const { REDIS_URL } = process.env;

/** TCP always, and the brokers that the environment names. */
export const BROKERS: Broker[] = [
  {
    name: 'TCP',
    server: { transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } },
    client: (service) => ({
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port: service.address?.().port ?? 0 },
    }),
  },
];

if (REDIS_URL) {
  const { hostname: host, port } = new URL(REDIS_URL);
  const redis: MicroserviceOptions = { transport: Transport.REDIS, options: { host, port: Number(port || 6379) } };
  BROKERS.push({ name: 'Redis', server: redis, client: () => redis });
} else {
  process.stderr.write('microservices: Redis is left out, because REDIS_URL is not set\n');
}
