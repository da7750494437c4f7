// Does a download keep a gigabit line busy?
//
//   npm run bench -- download [GIGABYTES] [ROUNDS]
//
// `earmark dataset download --unpack --remove` of one archive that a server on this machine makes while it sends it: hashed,
// unpacked, each member hashed and written; beside it the same bytes hashed in memory, and downloaded by curl, hashed by
// sha256sum and unpacked by tar.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { textTable } from '@earmark/runtime/terminal';
import { childCpuSeconds } from './support/cpu-seconds.ts';
import { EARMARK } from './support/earmark.ts';
import { facts } from './support/facts.ts';
import { median } from './support/median.ts';
import { peakMemory } from './support/peak-memory.ts';

const [gigabytes = 1, nRounds = 1] = process.argv.slice(2).map(Number);
const ARCHIVE = 'raw_30s_audio-07.tar';

/** What the server tells of itself. */
interface Mirror {
  readonly url: string;
  readonly sizeBytes: number;
  /** Of hashing the archive in memory. */
  readonly hashSeconds: number;
  readonly hashCpuSeconds: number;
  readonly names: readonly string[];
  readonly member: string;
  readonly archive: string;
}

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

const folder = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
const server = spawn('node', [scriptOf('archive-stream'), String(gigabytes)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const mirror = await readMirror(server);
  const lists = join(folder, 'lists');
  mkdirSync(lists);
  writeFileSync(join(lists, 'raw_30s_audio_sha256_tars.txt'), `${mirror.archive} ${ARCHIVE}\n`);
  writeFileSync(
    join(lists, 'raw_30s_audio_sha256_tracks.txt'),
    mirror.names.map((name) => `${mirror.member} ${name}\n`).join(''),
  );
  const ways = [
    { title: 'earmark dataset download', run: () => download(mirror, lists) },
    { title: 'curl, sha256sum and tar', run: () => byTools(mirror) },
  ];
  const rounds: Measured[][] = [];
  for (let i = 0; i < nRounds; i++) {
    const round: Measured[] = [];
    for (const { run } of ways) round.push(await run());
    rounds.push(round);
  }
  const rate = (seconds: number) => `${(mirror.sizeBytes / 1e6 / seconds).toFixed(0)} MB/s`;
  const perGigabyte = (seconds: number) => ((seconds * 1e9) / mirror.sizeBytes).toFixed(2);
  const rows = ways.map(({ title }, way) => {
    const of = (pick: (measured: Measured) => number) =>
      median(rounds.map((round) => pick(round[way]!)));
    const peakBytes = of((measured) => measured.peakBytes);
    return [
      title,
      rate(of(({ seconds }) => seconds)),
      perGigabyte(of(({ cpuSeconds }) => cpuSeconds)),
      of(({ cpuSeconds }) => cpuSeconds / mirror.hashCpuSeconds).toFixed(2),
      peakBytes === 0 ? '' : `${(peakBytes / 1e6).toFixed(0)} MB`,
    ];
  });
  const head = [
    `an archive of ${(mirror.sizeBytes / 1e9).toFixed(1)} GB`,
    ...['rate', 'CPU s per GB', 'CPU / hashing', 'memory'],
  ];
  console.log(facts());
  console.log(
    textTable([
      head,
      [
        'hashing it once in memory',
        rate(mirror.hashSeconds),
        perGigabyte(mirror.hashCpuSeconds),
        '1.00',
      ],
      ...rows,
    ]),
  );
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

function scriptOf(name: string): string {
  return fileURLToPath(new URL(`support/${name}.js`, import.meta.url));
}

async function readMirror({ stdout }: ChildProcess): Promise<Mirror> {
  for await (const line of createInterface({ input: stdout! })) return JSON.parse(line) as Mirror;
  throw new Error('The server of the archive did not start.');
}

async function download({ url }: Mirror, lists: string): Promise<Measured> {
  const args = ['dataset', 'download', '--from', url, '--lists', lists, '--unpack', '--remove'];
  return measured('node', (out) => [EARMARK, ...args, out]);
}

async function byTools({ url }: Mirror): Promise<Measured> {
  const script = 'curl -s "$0" | tee >(sha256sum >&2) | tar x -C "$1"';
  return measured('bash', (out) => ['-c', script, url, out]);
}

async function measured(
  program: string,
  argsFor: (out: string) => readonly string[],
): Promise<Measured> {
  const out = join(folder, 'out');
  mkdirSync(out);
  const cpuBefore = childCpuSeconds();
  const began = performance.now();
  const child = spawn(program, argsFor(out), { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = program === 'node' ? Math.max(peakBytes, peakMemory(child.pid)) : 0;
  }, 100);
  const [exitCode] = (await once(child, 'close')) as [number];
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1_000;
  rmSync(out, { recursive: true });
  if (exitCode !== 0) throw new Error(`${program} ended with ${String(exitCode)}:\n${said}`);
  return { seconds, cpuSeconds: childCpuSeconds() - cpuBefore, peakBytes };
}
