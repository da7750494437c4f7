import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { hasFfmpeg } from '../support/decoders.ts';
import { startEarmarkAfter, type Variables } from '../support/earmark.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { createFleet } from '../support/fleet.ts';
import { countOutcomes } from '../support/ledger.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

// Machines on which no track can be tagged, beside a healthy one: they must not cost a single track.

const canUnmount = spawnSync('unshare', ['--mount', 'true']).status === 0;

let corpus: Corpus;
beforeAll(async () => {
  corpus = await createCorpus(14);
  const ffmpeg = at('breaking-ffmpeg');
  writeFileSync(ffmpeg, BREAKING_FFMPEG);
  chmodSync(ffmpeg, 0o755);
  writeFileSync(at('a-file'), '');
});
afterAll(() => {
  corpus.remove();
});

const at = (name: string): string => join(dirname(corpus.home), name);

/** Works until it is to decode the first track, as an ffmpeg whose libraries are replaced. */
const BREAKING_FFMPEG = `#!/bin/sh
case "$(readlink /dev/fd/3)" in *track-*) touch "$0.broken";; esac
[ -e "$0.broken" ] || exec ffmpeg "$@"
echo '[error] Cannot load a library' >&2
exit 1
`;

interface Machine {
  readonly fault: string;
  /** What a shell does before it starts the worker. */
  readonly before?: string;
  readonly variables?: Variables;
  readonly says: RegExp;
  readonly exitCode: number;
}

const machines = (): readonly Machine[] => [
  {
    fault: 'a temporary folder that does not exist',
    variables: { TMPDIR: '/nonexistent' },
    says: /The temporary folder \/nonexistent \(TMPDIR\) cannot be written \(ENOENT\)/,
    exitCode: 2,
  },
  ...inLongerSeries([
    {
      fault: 'a temporary folder that is a file',
      variables: { TMPDIR: at('a-file') },
      says: /\(TMPDIR\) cannot be written \(ENOTDIR\)/,
      exitCode: 2,
    },
  ]),
  ...(hasFfmpeg
    ? [
        {
          fault: 'an ffmpeg that breaks',
          variables: { EARMARK_FFMPEG: at('breaking-ffmpeg') },
          says: /cannot decode a sound that every machine can.*Cannot load a library.*earmark doctor/,
          exitCode: 2,
        },
      ]
    : []),
  ...(canUnmount
    ? [
        {
          fault: 'a source that is not mounted',
          before: `exec unshare --mount sh -c 'mount -t tmpfs none "$1"; shift; exec "$@"' sh '${corpus.music}' "$0" "$@"`,
          says: /can read neither the track nor any of 10 others of .* Is the folder mounted here/,
          exitCode: 2,
        },
      ]
    : []),
];

test('a machine that cannot tag ends with the reason, and fails no track', async () => {
  const services = await emptyServices('one_machine');
  const { music: source, variables, undisturbed } = corpus;
  const fleet = await createFleet({ ...services, source, variables });
  await fleet.produce();
  await fleet.startAggregator();

  for (const { fault, before = ':', variables: more = {}, says, exitCode } of machines()) {
    const own = { ...fleet.variables, ...more };
    const work = ['work', '--threads', '1', '--decode', '2'];
    const ended = await startEarmarkAfter(before, work, own).ended;
    expect({ fault, ...ended }).toMatchObject({
      fault,
      exitCode,
      stderr: expect.stringMatching(says) as string,
    });
    expect(await countOutcomes(fleet.pool)).toBe(0);
  }

  await fleet.startWorker();
  await fleet.untilReported();
  await expectSettledOnce(fleet, { undisturbed });
  await fleet.close();
}, 600_000);
