import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort, isListening } from '@earmark/runtime/process';
import { earmark } from '../support/earmark.ts';
import { makeTracks } from '../support/music.ts';
import { findServer, type Server } from '../support/server.ts';
import { createDatabase, redisUrl, withPool } from '../support/services.ts';
import { createStage, type Stage, summaryOf } from '../support/stage.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const PROGRAM = findServer('pgbouncer');
if (PROGRAM === undefined)
  console.warn('SKIPPED, tests of a pooler: PATH has no pgbouncer. apt-get install pgbouncer');
const redis = redisUrl();

/** A pooler may not run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe.skipIf(PROGRAM === undefined || redis === undefined)(
  'pgbouncer in transaction mode',
  () => {
    let stage: Stage;
    let folder: TemporaryFolder;
    let url: URL;
    beforeAll(async () => {
      stage = createStage();
      makeTracks(stage.music, 3);
      folder = temporaryFolder();
      await createDatabase('pooled');
      url = new URL(inject('databaseUrl'));
      url.pathname = '/pooled';
    });
    afterAll(() => {
      folder.remove();
      stage.remove();
    });

    /** Runs `body` with the address of a pooler that has these settings as well. */
    async function withPooler<T>(settings: string, body: (databaseUrl: string) => Promise<T>) {
      const port = await freePort();
      const server = await startPooler(port, settings);
      const pooled = new URL(url);
      pooled.port = String(port);
      return body(pooled.href).finally(() => server.close());
    }

    async function startPooler(port: number, settings: string): Promise<Server> {
      const users = join(folder.path, 'users.txt');
      writeFileSync(users, `"${url.username}" "${url.password}"\n`);
      const file = join(folder.path, 'pgbouncer.ini');
      writeFileSync(
        file,
        `[databases]
* = host=${url.hostname} port=${url.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
${settings}
`,
      );
      const pooler = spawn(PROGRAM ?? '', [file], { ...NOBODY, stdio: 'ignore' });
      const ended = once(pooler, 'close');
      await waitFor(() => isListening(`http://127.0.0.1:${port}`), 'pgbouncer listens');
      return {
        async close() {
          pooler.kill('SIGTERM');
          await ended;
        },
      };
    }

    const IGNORING = 'ignore_startup_parameters = options, extra_float_digits';

    test('says how to make it work, and then works with a queue in Redis', async () => {
      const migrate = (databaseUrl: string) =>
        earmark(['migrate'], { ...stage.variables, DATABASE_URL: databaseUrl });
      const refusing = await withPooler('', migrate);
      expect(refusing.stderr).toMatch(/Add options to its ignore_startup_parameters/);
      expect(refusing.exitCode).toBe(2);

      const dropping = await withPooler(IGNORING, migrate);
      expect(dropping.stderr).toMatch(/a pooler in between drops settings.* Set them for the user/);
      expect(dropping.exitCode).toBe(2);

      const statements = /: (alter role .*)\.$/m.exec(dropping.stderr)?.[1] ?? '';
      await withPool(url.href, (pool) => pool.query(statements));
      const ended = await withPooler(IGNORING, (databaseUrl) =>
        stage.run(['--json'], { DATABASE_URL: databaseUrl, REDIS_URL: redis }),
      );
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      expect(summaryOf(ended).tasks).toMatchObject({ tagged: 3, failed: 0 });

      const queueless = await withPooler(IGNORING, (databaseUrl) =>
        earmark(['produce', stage.music], {
          ...stage.variables,
          DATABASE_URL: databaseUrl,
          EARMARK_LOG_LEVEL: 'silent',
        }),
      );
      expect(queueless.stderr).toMatch(
        /^earmark: The queue cannot live in this Postgres.* Set REDIS_URL/,
      );
      expect(queueless.exitCode).toBe(2);
    });
  },
);
