import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import { temporaryFolder } from '../support/temporary-folder.ts';

// The units in infra/systemd, as systemd itself reads them where it is installed.

const FOLDER = fileURLToPath(new URL('../../infra/systemd', import.meta.url));
const UNITS = readdirSync(FOLDER).filter((name) => name.endsWith('.service'));
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasSystemd)
  console.warn('SKIPPED, tests of the units of systemd: PATH has no systemd-analyze.');

test.skipIf(!hasSystemd).each(UNITS)('systemd accepts %s without a warning', (unit) => {
  const folder = temporaryFolder();
  const file = join(folder.path, unit.replace('@', '@0'));
  copyFileSync(join(FOLDER, unit), file);
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
  folder.remove();
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test.each(UNITS)(
  '%s leaves its program the time to stop, and does not restart what is configured wrongly',
  (unit) => {
    const text = readFileSync(join(FOLDER, unit), 'utf8');
    const seconds = Number(/^TimeoutStopSec=(\d+)s$/m.exec(text)?.[1]);
    // docs/operations.md: every command ends within ten seconds more.
    expect(seconds).toBeGreaterThan(parseEnvironment({}).EARMARK_STOP_SECONDS + 10);
    expect(/^RestartPreventExitStatus=(.*)$/m.exec(text)?.[1]?.split(' ')).toContain('2');
  },
);
