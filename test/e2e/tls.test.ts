import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool } from '@earmark/ledger';
import {
  type Authority,
  type CertificateOptions,
  createAuthority,
} from '../support/certificate.ts';
import { expectConfigurationRefused } from '../support/configuration-refused.ts';
import { earmark } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { REDIS_PROGRAM, startRedis } from '../support/redis-server.ts';
import { type S3Server, s3Variables, startS3Server } from '../support/s3-server.ts';
import { createStage, createStageWithLedger, type Stage, summaryOf } from '../support/stage.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startTlsFront } from '../support/tls-front.ts';
import { startTlsPostgres, type TlsPostgres } from '../support/tls-postgres.ts';

// Postgres, Redis and S3 by TLS, with certificates of an authority that only these tests know.

const folder = temporaryFolder();
let authority: Authority;
let good: string;
let stage: Stage;
let postgres: TlsPostgres;
let bucket: S3Server;

beforeAll(async () => {
  authority = createAuthority(folder.path);
  good = certificate('good');
  stage = createStage();
  postgres = await startTlsPostgres(authority.file);
  bucket = await startS3Server();
  for (const track of makeTracks(stage.music, 3))
    await bucket.put(`music/${track}`, readFileSync(join(stage.music, track)));
});
afterAll(async () => {
  await bucket.close();
  await postgres.close();
  stage.remove();
  folder.remove();
});

/** A folder with a certificate of the authority. */
function certificate(name: string, options: CertificateOptions = {}): string {
  const made = join(folder.path, name);
  mkdirSync(made);
  authority.issue(made, options);
  return made;
}

test.skipIf(REDIS_PROGRAM === undefined)(
  'Postgres and Redis, which want a certificate of their users, and S3 serve a whole run',
  async () => {
    await postgres.present(good);
    const user = certificate('user', { name: 'earmark' });
    const ofUser = `sslcert=${join(user, 'cert.pem')}&sslkey=${join(user, 'key.pem')}`;
    const DATABASE_URL = `${postgres.url}?sslmode=verify-full&sslrootcert=${authority.file}&${ofUser}`;
    const settings = ['--tls-ca-cert-file', authority.file, '--tls-auth-clients', 'yes'];
    const [redis, s3] = await Promise.all([
      startRedis(good, { tls: true, settings }),
      startTlsFront(bucket.url, good),
    ]);
    const ended = await earmark(['run', 's3://corpus/music/', '--out', stage.out, '--json'], {
      ...stage.variables,
      ...s3Variables(s3.url),
      DATABASE_URL,
      REDIS_URL: `rediss://localhost:${String(redis.port)}?${ofUser}`,
      // For Redis and S3.
      NODE_EXTRA_CA_CERTS: authority.file,
    });
    await Promise.all([redis.close(), s3.close()]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(summaryOf(ended).tasks).toEqual({ tagged: 3, reused: 0, failed: 0 });
    const pool = createPool(DATABASE_URL);
    const { rows } = await pool.query(
      `select ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()`,
    );
    await pool.end();
    expect(rows).toEqual([{ ssl: true, client_dn: '/CN=earmark' }]);
  },
);

describe('Postgres is refused', () => {
  test.each([
    {
      what: 'with a certificate that has expired',
      made: { days: -1 },
      says: /Postgres cannot be trusted.*has expired\)\. Renew it/,
    },
    {
      what: 'with the certificate of another host',
      made: { name: 'ledger.example' },
      says: /Postgres cannot be trusted.*Name the host in the address as its certificate does/,
    },
    {
      what: 'with a user who has no certificate',
      made: {},
      says: /Postgres wants a certificate of its users\. Name it and its key in DATABASE_URL: .*sslcert/,
    },
  ])('$what', async ({ what, made, says }) => {
    await postgres.present(certificate(`postgres ${what}`, made));
    const variables = {
      DATABASE_URL: `${postgres.url}?sslmode=verify-full&sslrootcert=${authority.file}`,
    };
    await expectConfigurationRefused(stage, { variables, says });
  });
});

describe.skipIf(REDIS_PROGRAM === undefined)('Redis', () => {
  let served: Stage;
  beforeAll(async () => {
    served = await createStageWithLedger();
    makeTracks(served.music, 1);
  });
  afterAll(() => {
    served.remove();
  });

  test('is refused with a certificate that has expired', async () => {
    const redis = await startRedis(certificate('redis', { days: -1 }), { tls: true });
    const REDIS_URL = `rediss://localhost:${String(redis.port)}?sslrootcert=${authority.file}`;
    await expectConfigurationRefused(served, {
      variables: { REDIS_URL },
      says: /Redis at .* cannot be trusted: .*has expired\)\. Renew it/,
    });
    await redis.close();
  });

  test('is refused when a file of its address cannot be read', async () => {
    await expectConfigurationRefused(served, {
      variables: { REDIS_URL: 'rediss://127.0.0.1?sslcert=/nowhere.pem' },
      says: /A file with certificates that REDIS_URL names .* cannot be read.*\/nowhere\.pem/,
    });
  });

  test('that wants a certificate of its users: the error says how to name one', async () => {
    const settings = ['--tls-ca-cert-file', authority.file, '--tls-auth-clients', 'yes'];
    const redis = await startRedis(good, { tls: true, settings });
    const REDIS_URL = `rediss://localhost:${String(redis.port)}?sslrootcert=${authority.file}`;
    const ended = await earmarkHere(['produce', served.music], { ...served.variables, REDIS_URL });
    await redis.close();
    expect(ended.stderr).toMatch(/wants a certificate of its users.*sslcert=FILE&sslkey=FILE/);
    expect(ended.exitCode).toBeGreaterThan(1);
  });
});

describe('S3 is refused', () => {
  test.each([
    {
      what: 'with a certificate of an authority that is not named',
      made: {},
      isNamed: false,
      says: /localhost:\d+ cannot be trusted: .* Set NODE_EXTRA_CA_CERTS to the file/,
    },
    {
      what: 'with a certificate that has expired',
      made: { days: -1 },
      isNamed: true,
      says: /localhost:\d+ cannot be trusted: .*has expired\)\. Renew it/,
    },
    {
      what: 'with the certificate of another host',
      made: { name: 's3.example' },
      isNamed: true,
      says: /localhost:\d+ cannot be trusted: .*Name the host in the address as its certificate does/,
    },
  ])('$what', async ({ what, made, isNamed, says }) => {
    const s3 = await startTlsFront(bucket.url, certificate(`s3 ${what}`, made));
    await expectSourceRefused(s3.url, { isNamed, says });
    await s3.close();
  });

  test('when it does not speak TLS', async () => {
    await expectSourceRefused(bucket.url.replace('http:', 'https:'), {
      isNamed: false,
      says: /does not speak TLS\. Begin AWS_ENDPOINT_URL_S3 with http:/,
    });
  });
});

/** Expects that nothing is planned from a bucket at this address. */
async function expectSourceRefused(
  url: string,
  { isNamed, says }: { readonly isNamed: boolean; readonly says: RegExp },
): Promise<void> {
  const served = await createStageWithLedger();
  const ended = await earmark(['produce', 's3://corpus/music/'], {
    ...served.variables,
    ...s3Variables(url),
    EARMARK_LOG_LEVEL: 'silent',
    ...(isNamed ? { NODE_EXTRA_CA_CERTS: authority.file } : {}),
  });
  served.remove();
  expect(ended.stderr).toMatch(says);
  expect(ended.stderr).toMatch(/^earmark: .*\n$/);
  expect(ended.exitCode).toBe(2);
}
