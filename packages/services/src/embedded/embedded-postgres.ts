import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EarmarkError } from '@earmark/core/failure';
import { createDatabase } from '@earmark/ledger';
import { exists } from '@earmark/runtime/files';
import { freePort } from '@earmark/runtime/process';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { canReach, findServerUser, type ServerUser, SHARED_FOLDER } from './server-user.ts';

const DATABASE = 'earmark';

/** The embedded Postgres: its data outlives the server, and the server outlives a crash of Earmark. */
export interface EmbeddedPostgres {
  /** Starts the server, or finds the running one, and returns its address. @throws STORE_UNAVAILABLE */
  start(): Promise<string>;
  /** Starts the server at the address of one that died. @throws STORE_UNAVAILABLE */
  restart(url: string): Promise<void>;
  stop(): Promise<void>;
}

export async function embeddedPostgres(home: string): Promise<EmbeddedPostgres> {
  const user = await findServerUser();
  const folder = await clusterFolder(home, user);
  const cluster: Cluster = {
    user,
    data: join(folder, 'data'),
    log: join(folder, 'server.log'),
    passwordFile: join(folder, 'password'),
    binaries: await findPostgresBinaries(user, home),
  };
  return {
    async start() {
      await makeOwnFolder(folder, user);
      if (!(await exists(join(cluster.data, 'PG_VERSION')))) await initialise(cluster);
      const port = (await runningPort(cluster)) ?? (await startSomewhere(cluster));
      const password = (await readFile(cluster.passwordFile, 'utf8')).trim();
      const url = (database: string) =>
        `postgresql://earmark:${password}@127.0.0.1:${String(port)}/${database}`;
      await createDatabase(url('postgres'), DATABASE);
      return url(DATABASE);
    },
    restart: (url) => startServer(cluster, Number(new URL(url).port)),
    stop: async () => {
      await control(cluster, ['stop', '-m', 'fast', '-w']).catch(() => undefined);
    },
  };
}

interface Cluster {
  readonly user: ServerUser | undefined;
  readonly data: string;
  readonly log: string;
  readonly passwordFile: string;
  readonly binaries: PostgresBinaries;
}

async function clusterFolder(home: string, user: ServerUser | undefined): Promise<string> {
  if (!user || (await canReach(home, user))) return join(home, 'postgres');
  const homeHash = createHash('sha256').update(home).digest('hex').slice(0, 12);
  return join(SHARED_FOLDER, `postgres-${homeHash}`);
}

async function makeOwnFolder(folder: string, user: ServerUser | undefined): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (user) await chown(folder, user.uid, user.gid);
}

/** A cluster is complete or absent, even if this process is killed meanwhile. */
async function initialise(cluster: Cluster): Promise<void> {
  const partial = `${cluster.data}.partial`;
  await rm(partial, { recursive: true, force: true });
  await rm(cluster.data, { recursive: true, force: true });
  await writeFile(cluster.passwordFile, randomBytes(18).toString('hex'), { mode: 0o600 });
  if (cluster.user) await chown(cluster.passwordFile, cluster.user.uid, cluster.user.gid);
  await execute(cluster, cluster.binaries.initdb, [
    `--pgdata=${partial}`,
    '--username=earmark',
    `--pwfile=${cluster.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]);
  await rename(partial, cluster.data);
}

async function runningPort(cluster: Cluster): Promise<number | undefined> {
  const runs = await control(cluster, ['status']).then(
    () => true,
    () => false,
  );
  if (!runs) return undefined;
  // The fourth line of postmaster.pid is the port.
  const lines = (await readFile(join(cluster.data, 'postmaster.pid'), 'utf8')).split('\n');
  return Number(lines[3]);
}

async function startSomewhere(cluster: Cluster, attempt = 1): Promise<number> {
  const port = await freePort();
  try {
    await startServer(cluster, port);
    return port;
  } catch (error) {
    // Another program may have taken the port in between.
    if (attempt < 3) return startSomewhere(cluster, attempt + 1);
    throw error;
  }
}

function startServer(cluster: Cluster, port: number): Promise<void> {
  const settings = [
    `-p ${String(port)}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    '-c max_connections=200',
  ];
  const wait = ['-w', '-t', '60'];
  return control(cluster, ['start', ...wait, '-l', cluster.log, '-o', settings.join(' ')]);
}

function control(cluster: Cluster, args: readonly string[]): Promise<void> {
  return execute(cluster, cluster.binaries.pg_ctl, ['-D', cluster.data, ...args]);
}

async function execute(cluster: Cluster, program: string, args: readonly string[]): Promise<void> {
  // The server's user may not be allowed into the working directory of this process.
  await promisify(execFile)(program, args, { cwd: '/', ...cluster.user }).catch(
    async (error: unknown) => {
      const log = await readFile(cluster.log, 'utf8').catch(() => '');
      const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
      const reason = reasonIn(stderr, log) || 'no reason given';
      throw new EarmarkError(
        /No space left/i.test(stderr + log) ? 'DISK_FULL' : 'STORE_UNAVAILABLE',
        `The embedded Postgres in ${cluster.data} does not start: ${reason}. See ${cluster.log}, or set DATABASE_URL to a Postgres of yours.`,
        { cause: error },
      );
    },
  );
}

/** `pg_ctl` refers to the log for what ended the server. */
function reasonIn(stderr: string, log: string): string {
  if (stderr !== '' && !stderr.includes('Examine the log output')) return lastLine(stderr);
  return [...log.matchAll(/FATAL: +(.*)/g)].at(-1)?.[1] ?? lastLine(log);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
