import { chownSync, copyFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { embeddedPostgres } from '@earmark/services/embedded';
import { makeCertificate } from '../support/certificate.ts';
import {
  expectConfigurationRefused,
  expectFoundByDoctor,
} from '../support/configuration-refused.ts';
import { earmark } from '../support/earmark.ts';
import { variants } from '../support/longer-series.ts';
import { makeTracks } from '../support/music.ts';
import { withPool } from '../support/services.ts';
import { createStage, type Stage } from '../support/stage.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let stage: Stage;
beforeAll(async () => {
  stage = createStage();
  makeTracks(stage.music, 1);
  await execute('postgres', `create role refused_owner login password 'secret'`);
  await execute('postgres', `create role refused_guest login password 'secret'`);
});
afterAll(() => {
  stage.remove();
});

/** Executes SQL as the superuser. */
async function execute(database: string, ...statements: readonly string[]): Promise<void> {
  await withPool(urlOf(database), async (pool) => {
    for (const statement of statements) await pool.query(statement);
  });
}

function urlOf(database: string, change: Readonly<Partial<URL>> = {}): string {
  const url = new URL(inject('databaseUrl'));
  return Object.assign(url, { pathname: `/${database}`, ...change }).href;
}

const OWNER = { username: 'refused_owner', password: 'secret' };
const GUEST = { username: 'refused_guest', password: 'secret' };

interface Case {
  readonly what: string;
  /** Statements for the superuser. */
  readonly sql?: readonly string[];
  /** Statements inside the database of the address. */
  readonly inside?: readonly string[];
  readonly url: () => string;
  /** What must be said. */
  readonly says: RegExp;
}

const REFUSED: readonly Case[] = [
  {
    what: 'a wrong password',
    url: () => urlOf('postgres', { password: 'wrong' }),
    says: /refuses the user or the password\. Correct them in DATABASE_URL/,
  },
  {
    what: 'no password',
    url: () => urlOf('postgres', { password: '' }),
    says: /wants a password\. Write it into DATABASE_URL/,
  },
  {
    what: 'a database that is not there',
    url: () => urlOf('refused_gone'),
    says: /no such database\. Correct DATABASE_URL, or create it/,
  },
  {
    what: 'a user without the right to create a schema',
    sql: ['create database refused_rights'],
    url: () => urlOf('refused_rights', GUEST),
    says: /refused_guest may not create a schema in database refused_rights.*: grant create on database/,
  },
  {
    what: 'a schema of another owner',
    sql: ['create database refused_schema'],
    inside: ['create schema earmark authorization refused_owner'],
    url: () => urlOf('refused_schema', GUEST),
    says: /schema earmark belongs to refused_owner.* Connect as refused_owner, or as a role that earmark ledger add-writer makes/,
  },
  {
    what: 'a database in LATIN1',
    sql: [
      `create database refused_latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'`,
    ],
    url: () => urlOf('refused_latin'),
    says: /encoding of database refused_latin is LATIN1.*create database NAME encoding 'UTF8'/,
  },
  {
    what: 'a database that is read-only',
    sql: [
      'create database refused_reading',
      'alter database refused_reading set default_transaction_read_only = on',
    ],
    url: () => urlOf('refused_reading'),
    says: /default_transaction_read_only is on.*alter database refused_reading reset/,
  },
  {
    what: 'TLS with a server that has none',
    url: () => `${urlOf('postgres')}?sslmode=verify-full`,
    says: /does not speak TLS\. Remove sslmode from DATABASE_URL/,
  },
  {
    what: 'a file of certificates that is not there',
    url: () => `${urlOf('postgres')}?sslrootcert=/nowhere.pem`,
    says: /file with certificates that DATABASE_URL names cannot be read.*\/nowhere\.pem/,
  },
];

test.each(REFUSED)(
  '$what is refused in one sentence',
  async ({ sql = [], inside = [], url, says }) => {
    await execute('postgres', ...sql);
    if (inside.length > 0) await execute(new URL(url()).pathname.slice(1), ...inside);
    await expectConfigurationRefused(stage, { variables: { DATABASE_URL: url() }, says });
  },
);

test.each(variants(REFUSED))('doctor finds $what', async ({ url, says }) => {
  await expectFoundByDoctor(stage, 'ledger', { variables: { DATABASE_URL: url() }, says });
});

test('a schema that was created for a user without the right to create one serves', async () => {
  await execute('postgres', 'create database refused_nothing');
  await execute('refused_nothing', 'create schema earmark authorization refused_owner');
  const variables = { ...stage.variables, DATABASE_URL: urlOf('refused_nothing', OWNER) };
  expect(await earmark(['migrate'], variables)).toMatchObject({ exitCode: 0, stderr: '' });
});

test('a queue in a Postgres without the right to create its schema is refused', async () => {
  await execute('postgres', 'create database refused_queue');
  await execute('refused_queue', 'create schema earmark authorization refused_owner');
  const ended = await earmark(['produce', stage.music], {
    ...stage.variables,
    DATABASE_URL: urlOf('refused_queue', OWNER),
    EARMARK_LOG_LEVEL: 'silent',
  });
  expect(ended.stderr).toMatch(/^earmark: The user of DATABASE_URL lacks a right.*\n$/);
  expect(ended.exitCode).toBe(2);
});

test('a standby, and a certificate that nobody has signed, are refused; with its authority it serves', async () => {
  const home = temporaryFolder();
  const postgres = await embeddedPostgres(home.path);
  const url = new URL(await postgres.start());
  const data = join(home.path, 'postgres/data');
  makeCertificate(home.path);
  const { uid, gid } = statSync(data);
  copyFileSync(join(home.path, 'key.pem'), join(data, 'server.key'));
  chownSync(join(data, 'server.key'), uid, gid);
  copyFileSync(join(home.path, 'cert.pem'), join(data, 'server.crt'));
  await withPool(url.href, async (pool) => {
    await pool.query('alter system set ssl = on');
    await pool.query('select pg_reload_conf()');
  });
  url.hostname = 'localhost';
  url.search = '?sslmode=require';
  const refused = { variables: { DATABASE_URL: url.href } };
  await expectConfigurationRefused(stage, {
    ...refused,
    says: /certificate is not accepted \(self-signed certificate\)\. Set NODE_EXTRA_CA_CERTS/,
  });
  for (const [search, more] of [
    ['?sslmode=require', { NODE_EXTRA_CA_CERTS: join(home.path, 'cert.pem') }],
    [`?sslmode=verify-full&sslrootcert=${join(home.path, 'cert.pem')}`, {}],
  ] as const) {
    url.search = search;
    const variables = { ...stage.variables, DATABASE_URL: url.href, ...more };
    expect(await earmark(['migrate'], variables)).toMatchObject({ exitCode: 0, stderr: '' });
  }

  await postgres.stop();
  writeFileSync(join(data, 'standby.signal'), '');
  const standby = await postgres.start();
  await expectConfigurationRefused(stage, {
    variables: { DATABASE_URL: standby },
    says: /is a standby.* Set DATABASE_URL to its primary/,
  });
  await postgres.stop();
  home.remove();
});
