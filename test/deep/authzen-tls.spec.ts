import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, type AgentOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { AuthZenBackend } from 'nestjs-permissions/authzen';
import { DecisionPointServer } from '../support/decision-point.js';
import { RecordingLogger } from '../support/recording-logger.js';

/** A certificate of a key pair of its own, for 127.0.0.1. */
function selfSigned(): { cert: string; key: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'authzen-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const subject = ['-subj', '/CN=pdp', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1'];
  try {
    execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const identity = selfSigned();
if (identity === undefined) process.stderr.write('AuthZEN over TLS is left out: there is no openssl here.\n');
const { cert = '', key = '' } = identity ?? {};

(identity === undefined ? describe.skip : describe)(
  'a decision point over TLS, which asks for client certificates',
  () => {
    const log = new RecordingLogger();
    let server: DecisionPointServer;
    const ask = (agent?: AgentOptions, url = server.url) =>
      new AuthZenBackend({ url, ...(agent === undefined ? {} : { agent: new Agent(agent) }) }).hasPermissions(
        { id: 1 },
        ['post.view'],
      );

    beforeAll(async () => {
      Logger.overrideLogger(log);
      server = await new DecisionPointServer({ cert, key, ca: cert, requestCert: true }).start();
    });
    beforeEach(() => {
      log.errors.length = 0;
      server.reset();
    });
    afterAll(() => server.stop());

    it('is asked by those who have one, and know its own', async () => {
      await expect(ask({ ca: cert, cert, key })).resolves.toBe(true);
      server.policy = () => false;
      await expect(ask({ ca: cert, cert, key })).resolves.toBe(false);
    });

    it.each([
      ['a certificate that nobody vouches for', () => ask(), /DEPTH_ZERO_SELF_SIGNED_CERT/],
      [
        'a certificate of another host',
        () => ask({ ca: cert, cert, key }, server.url.replace('127.0.0.1', 'localhost')),
        /ERR_TLS_CERT_ALTNAME_INVALID/,
      ],
      ['no certificate of the client', () => ask({ ca: cert }), /could not be asked/],
      ['plain text', () => ask(undefined, server.url.replace('https', 'http')), /could not be asked/],
    ])('is not asked with %s', async (_name, asking, reason) => {
      await expect(asking()).rejects.toMatchObject({ status: 503 });
      expect(log.errors).toEqual([expect.stringMatching(reason)]);
      expect(server.asked).toEqual([]);
    });
  },
);
