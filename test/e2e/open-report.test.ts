import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { earmark } from '../support/earmark.ts';
import { copyClip } from '../support/music.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

// On Linux, files are opened by xdg-open: here by a script in its place, as there is no desktop.
describe.skipIf(process.platform !== 'linux')('a report', () => {
  let stage: Stage;
  let bin: string;
  let report: string;
  beforeAll(async () => {
    stage = await createStageWithLedger();
    copyClip(join(stage.music, 'clip.wav'));
    bin = join(stage.home, 'bin');
    report = join(stage.out, 'report.html');
    mkdirSync(bin, { recursive: true });
  });
  afterAll(() => {
    stage.remove();
  });

  function withOpener(script: string) {
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return { PATH: [bin, process.env['PATH']].join(delimiter) };
  }

  test('is opened at the end of a run with --open', async () => {
    const opened = join(bin, 'opened');
    const ended = await stage.run(['--open'], withOpener(`echo "$1" > ${opened}`));
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readFileSync(opened, 'utf8')).toBe(`${report}\n`);
  });

  test('that no browser can open is named, and the exit code stays', async () => {
    const variables = { ...stage.variables, ...withOpener('exit 3') };
    expect(await earmark(['report', '1', '--out', stage.out, '--open'], variables)).toEqual({
      exitCode: 0,
      stdout: `${report}\n`,
      stderr: `No browser could be opened (exit code 3 of xdg-open). Open the report yourself: ${report}\n`,
    });
  });

  test('is a link on a terminal that shows links, and is not opened unasked', async () => {
    const variables = { ...stage.variables, ...withOpener('exit 3'), FORCE_HYPERLINK: '1' };
    const { stdout, stderr } = await earmark(['report', '1', '--out', stage.out], variables);
    expect({ stdout, stderr }).toEqual({
      stdout: `\u001b]8;;${pathToFileURL(report).href}\u0007${report}\u001b]8;;\u0007\n`,
      stderr: '',
    });
  });
});
