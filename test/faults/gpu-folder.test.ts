import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { findProgram } from '@earmark/runtime/process';
import type { Results } from '../../bench/gpu/results.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a folder packed here has from this machine. */
const LOADER = '/usr/lib/x86_64-linux-gnu/libvulkan.so.1';
const canPack = existsSync(LOADER);
if (!canPack) {
  console.warn(
    `SKIPPED, the folder that measures GPUs: there is no ${LOADER}. Get it with: apt-get install libvulkan1`,
  );
}

/** Programs that every Linux has. */
const PROGRAMS = ['bash', 'sh', 'tar', 'gzip', 'mkdir', 'mktemp', 'dirname', 'touch', 'ls', 'rm'];

test.skipIf(!canPack)(
  'a packed folder of at most 60 MB measures a machine that has no Node, wherever it lies',
  () => {
    const folder = temporaryFolder();
    onTestFinished(() => folder.remove());
    const place = folder.path;
    const packed = join(place, 'packed');
    const said = execFileSync('bash', ['bench/gpu/pack.sh', packed], { cwd: ROOT }).toString();
    expect(Number(/: ([\d.]+) MB/.exec(said)?.[1])).toBeLessThanOrEqual(60);
    const moved = join(place, 'some where');
    renameSync(packed, moved);

    const bin = join(place, 'bin');
    mkdirSync(bin);
    for (const program of PROGRAMS) {
      symlinkSync(findProgram([program], process.env['PATH'] ?? '')!, join(bin, program));
    }
    const { status, stdout, stderr } = spawnSync(
      join(bin, 'bash'),
      [join(moved, 'run.sh'), '--quick'],
      { env: { PATH: bin, VK_DRIVER_FILES: '/nowhere' }, cwd: '/', encoding: 'utf8' },
    );
    expect(status, stdout + stderr).toBe(0);
    const results = JSON.parse(readFileSync(join(moved, 'results.json'), 'utf8')) as Results;
    expect(results.devices).toMatchObject([
      { device: 'cpu', isReady: true },
      {
        device: 'cuda',
        isReady: false,
        reason: expect.stringContaining('is not installed') as string,
      },
      {
        device: 'webgpu',
        isReady: false,
        reason: expect.stringContaining('no GPU driver') as string,
      },
    ]);
    const measured = (kind: string) => results.measured.filter((one) => one.kind === kind);
    expect(measured('equality')).toHaveLength(10);
    expect(measured('network')).toHaveLength(9);
    expect(measured('tracks')).toMatchObject([{ samples: [{ kind: 'speed', batchSize: 1 }] }]);
    expect(measured('decode')).toMatchObject([
      { samples: [{ decoder: expect.stringContaining('wasm') as string }] },
    ]);
    expect(results.leftOut).toEqual([]);
    expect(stdout).toContain('Whole tracks, front ends included');
  },
);
