import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import {
  expectConfigurationRefused,
  expectFoundByDoctor,
} from '../support/configuration-refused.ts';
import type { Variables } from '../support/earmark.ts';
import { variants } from '../support/longer-series.ts';
import { makeTracks } from '../support/music.ts';
import { REDIS_PROGRAM, type RedisOptions, startRedis } from '../support/redis-server.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

if (REDIS_PROGRAM === undefined) console.warn('SKIPPED, tests of a Redis: PATH has none.');

interface Case extends RedisOptions {
  readonly what: string;
  /** What comes before and after the port. */
  readonly url: readonly [string, string?];
  /** Whether the authority of its certificate is named. */
  readonly isTrusted?: boolean;
  /** What must be said. */
  readonly says: RegExp;
}

const PASSWORD = ['--requirepass', 'secret'];
const REFUSED: readonly Case[] = [
  {
    what: 'a Redis that wants a password',
    settings: PASSWORD,
    url: ['redis://127.0.0.1:'],
    says: /wants a password\. Write it into REDIS_URL/,
  },
  {
    what: 'a wrong password',
    settings: PASSWORD,
    url: ['redis://:wrong@127.0.0.1:'],
    says: /refuses the user or the password\. Correct them in REDIS_URL/,
  },
  {
    what: 'a user that is not there',
    settings: PASSWORD,
    url: ['redis://nobody:secret@127.0.0.1:'],
    says: /refuses the user or the password/,
  },
  {
    what: 'a user without the right to ask for INFO',
    commands: ['ACL SETUSER earmark on >secret ~* +@all -info'],
    url: ['redis://earmark:secret@127.0.0.1:'],
    says: /all rights that a queue needs.*ACL SETUSER/,
  },
  {
    what: 'a user without the right to write',
    commands: ['ACL SETUSER earmark on >secret ~* +@all -@write'],
    url: ['redis://earmark:secret@127.0.0.1:'],
    says: /all rights that a queue needs.*ACL SETUSER/,
  },
  {
    what: 'a user with other keys',
    commands: ['ACL SETUSER earmark on >secret ~other-* +@all'],
    url: ['redis://earmark:secret@127.0.0.1:'],
    says: /all rights that a queue needs.*~earmark-\*/,
  },
  {
    what: 'a database that is not there',
    url: ['redis://127.0.0.1:', '/99'],
    says: /no database of the number at the end of REDIS_URL/,
  },
  {
    what: 'a certificate that nobody has signed',
    tls: true,
    url: ['rediss://localhost:'],
    says: /certificate is not accepted \(self-signed certificate\)\. Set NODE_EXTRA_CA_CERTS/,
  },
  {
    what: 'the certificate of another host',
    tls: true,
    isTrusted: true,
    url: ['rediss://127.0.0.1:'],
    says: /certificate is not accepted \(.*127\.0\.0\.1.*\)\. Name the host in the address as its certificate/,
  },
  {
    what: 'a node of a cluster',
    settings: ['--cluster-enabled', 'yes'],
    // The configuration of a node outlives it.
    commands: ['CLUSTER FLUSHSLOTS', 'CLUSTER ADDSLOTSRANGE 0 16383'],
    url: ['redis://127.0.0.1:'],
    says: /is a node of a cluster.* Set REDIS_URL to a Redis without cluster-enabled/,
  },
  {
    what: 'a replica',
    settings: ['--replicaof', '127.0.0.1', '1'],
    url: ['redis://127.0.0.1:'],
    says: /is a replica.* Set REDIS_URL to its primary/,
  },
  {
    what: 'a Redis that may evict keys',
    settings: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
    url: ['redis://127.0.0.1:'],
    says: /may evict keys.* Set its maxmemory-policy to noeviction/,
  },
  {
    what: 'a Redis that is full',
    settings: ['--maxmemory', '1'],
    url: ['redis://127.0.0.1:'],
    says: /is full\. Raise its maxmemory/,
  },
];

describe.skipIf(REDIS_PROGRAM === undefined)('REDIS_URL', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await createStageWithLedger();
    makeTracks(stage.music, 1);
    makeCertificate(stage.music);
  });
  afterAll(() => {
    stage.remove();
  });

  /** Runs `body` with the variables that name such a Redis. */
  async function withRedis<T>(
    { url: [before, after = ''], isTrusted = false, ...options }: Omit<Case, 'what' | 'says'>,
    body: (variables: Variables) => Promise<T>,
  ): Promise<T> {
    const server = await startRedis(stage.music, options);
    const certificates = isTrusted ? { NODE_EXTRA_CA_CERTS: join(stage.music, 'cert.pem') } : {};
    const variables = { REDIS_URL: `${before}${server.port}${after}`, ...certificates };
    return body(variables).finally(() => server.close());
  }

  test.each(REFUSED)('$what is refused in one sentence', async ({ says, ...redis }) => {
    await withRedis(redis, (variables) => expectConfigurationRefused(stage, { variables, says }));
  });

  test.each(variants(REFUSED))('doctor finds $what', async ({ says, ...redis }) => {
    await withRedis(redis, (variables) => expectFoundByDoctor(stage, 'queue', { variables, says }));
  });

  test('the rights that Earmark asks for suffice for a run', async () => {
    const redis: Omit<Case, 'what' | 'says'> = {
      commands: ['ACL SETUSER earmark on >secret ~earmark-* +@all -@dangerous +info'],
      url: ['redis://earmark:secret@127.0.0.1:'],
    };
    const ended = await withRedis(redis, (variables) => stage.run([], variables));
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
