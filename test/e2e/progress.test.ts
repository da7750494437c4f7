import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasFfmpeg } from '../support/decoders.ts';
import { MAIN } from '../support/earmark.ts';
import { makeTracks } from '../support/music.ts';
import { findServer } from '../support/server.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

let stage: Stage;
let ffmpeg: string;
beforeAll(async () => {
  stage = await createStageWithLedger();
  // Progress is shown of what takes longer than two seconds.
  makeTracks(stage.music, 3);
  ffmpeg = join(stage.home, '..', 'slow-ffmpeg');
  writeFileSync(ffmpeg, '#!/bin/sh\nsleep 1\nexec ffmpeg "$@"\n', { mode: 0o755 });
});
afterAll(() => {
  stage.remove();
});

// Its options are those of Linux.
const script = process.platform === 'linux' ? findServer('script') : undefined;
if (script === undefined) console.warn('SKIPPED, a test on a terminal: there is no script(1).');

test.skipIf(script === undefined)('a terminal shows what the workers do', async () => {
  const command = [process.execPath, MAIN, ...stage.runArgs].join(' ');
  const decoder = hasFfmpeg ? { EARMARK_FFMPEG: ffmpeg } : {};
  const env = { PATH: process.env['PATH'], SHELL: '/bin/sh', ...stage.variables, ...decoder };
  const typescript = join(stage.home, '..', 'typescript');
  const { stdout } = await promisify(execFile)('script', ['-qec', command, typescript], { env });
  expect(stdout).toMatch(
    /[0-2]\/3 tracks[^\n]*\r\nTracks at this moment: fetching \d, decoding \d, scoring \d\./,
  );
  expect(stdout).toMatch(/3\/3 tracks[^\n]*\r\n\r\n/);
});
