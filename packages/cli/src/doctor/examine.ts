import { execFile } from 'node:child_process';
import { access, constants, readFile, stat, statfs } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '@earmark/core/failure';
import { DeviceName, probeDevice } from '@earmark/inference/devices';
import { checkDatabase, createPool, endPool } from '@earmark/ledger';
import { readKnownModels, readShippedModels } from '@earmark/models';
import { checkRedis } from '@earmark/queue/servers';
import type { Context } from '@earmark/runtime/command';
import { earmarkHome, withoutPassword } from '@earmark/runtime/config';
import { findProgram } from '@earmark/runtime/process';
import { findPostgresBinaries, findServerUser } from '@earmark/services/embedded';
import {
  createFfmpegDecoder,
  decoderOptions,
  NO_FFMPEG,
  probeFfmpeg,
  proveDecoder,
  systemFfmpeg,
  WASM_FFMPEG,
} from '@earmark/decode';

/** The state of one part of this machine. */
export interface Finding extends Result {
  readonly part: string;
}

interface Result {
  /** `not ready`: `run` works without it; `needed`: it does not. */
  readonly state: 'ready' | 'not ready' | 'needed';
  /** What was found, or why it is not ready. */
  readonly found: string;
  /** How to make it ready or better; null when there is nothing to do. */
  readonly fix: string | null;
}

/** What is on this machine and what is missing, part by part; nothing is started or written. */
export function examine(context: Context): Promise<readonly Finding[]> {
  return Promise.all(
    Object.entries(EXAMINATIONS).map(async ([part, examination]) => {
      try {
        return { part, ...(await examination(context)) };
      } catch (error) {
        return { part, ...needed(error) };
      }
    }),
  );
}

/** Each examines one part; a part whose examination throws is `needed`, and the error says why. */
const EXAMINATIONS: Readonly<Record<string, (context: Context) => Promise<Result> | Result>> = {
  node: examineNode,
  machine: examineMachine,
  home: examineHome,
  files: examineOpenFiles,
  ffmpeg: examineFfmpeg,
  queue: examineQueue,
  ledger: ({ env }) =>
    env.DATABASE_URL
      ? examinePostgres(env.DATABASE_URL)
      : examineEmbeddedPostgres(earmarkHome(env)),
  models: examineModels,
  ...Object.fromEntries(
    DeviceName.options.map((device) => [
      device,
      (context: Context) => examineDevice(device, context),
    ]),
  ),
};

function ready(found: string): Result {
  return { state: 'ready', found, fix: null };
}

function needed(error: unknown): Result {
  return { state: 'needed', found: messageOf(error), fix: null };
}

const MIN_NODE = [20, 19] as const;

function examineNode(): Result {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  if (isNewEnough) return ready(process.version);
  return {
    state: 'needed',
    found: process.version,
    fix: `Install Node ${MIN_NODE.join('.')} or newer`,
  };
}

/** A worker has two or three open for each track in flight, and one for each connection. */
const MIN_OPEN_FILES = 1_024;

/** How many files a process may open, where the system tells. */
async function examineOpenFiles(): Promise<Result> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const [, soft = 'any number'] = /^Max open files +(\d+)/m.exec(limits) ?? [];
  const found = `a process may open ${soft} files`;
  if (!(Number(soft) < MIN_OPEN_FILES)) return ready(found);
  return {
    state: 'not ready',
    found,
    fix: 'Raise the limit before you start workers: ulimit -n 65536',
  };
}

const KNOWN_SOUND_MINUTES = 1;

const GIB = 2 ** 30;

function examineMachine(): Result {
  const facts = [
    `${process.platform}-${process.arch}`,
    `${availableParallelism()} cores`,
    cpus()[0]?.model.trim() ?? 'unknown processor',
    `${(totalmem() / GIB).toFixed(0)} GiB of memory, ${(freemem() / GIB).toFixed(0)} GiB free`,
  ];
  return ready(facts.join(', '));
}

/** Enough for a ledger, nine models and the results of a large corpus. */
const ROOM_GIB = 2;

/** The folder of everything Earmark keeps: whether it can be written to, and its free space. */
async function examineHome({ env }: Context): Promise<Result> {
  const home = earmarkHome(env);
  const folder = await nearestFolder(home);
  if (!(await canWriteTo(folder))) {
    const fix = 'Set EARMARK_HOME to a folder that you may write to';
    return { state: 'needed', found: `${folder} cannot be written to`, fix };
  }
  const { bavail, bsize } = await statfs(folder);
  const freeGib = (bavail * bsize) / GIB;
  const found = `${home}, ${freeGib.toFixed(1)} GiB free`;
  if (freeGib >= ROOM_GIB) return ready(found);
  return { state: 'not ready', found, fix: `Free about ${ROOM_GIB} GiB, or set EARMARK_HOME` };
}

/** The folder itself, or the one in which it will be created. */
async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found || dirname(path) === path ? path : nearestFolder(dirname(path));
}

async function canWriteTo(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    async () => (await stat(folder)).isDirectory(),
    () => false,
  );
}

/** ffmpeg with soxr, or the built-in one instead; either decodes a known sound through the temporary folder. */
async function examineFfmpeg(context: Context): Promise<Result> {
  const options = decoderOptions(context, KNOWN_SOUND_MINUTES);
  const found = await probeFfmpeg(options);
  const decoder = createFfmpegDecoder(found ? systemFfmpeg(found) : WASM_FFMPEG, options);
  await proveDecoder(decoder, context.signal);
  if (found) return ready(`${found.version} with soxr`);
  const isSwitchedOff = options.ffmpeg === NO_FFMPEG;
  const reason = isSwitchedOff ? 'EARMARK_FFMPEG is none' : 'no ffmpeg with soxr on PATH';
  return {
    state: 'not ready',
    found: `${reason}: the built-in ffmpeg takes three times as long`,
    fix: isSwitchedOff ? 'Unset EARMARK_FFMPEG' : 'Install ffmpeg, or set EARMARK_FFMPEG',
  };
}

/** The Redis that REDIS_URL names, else a program that can be one, else Postgres. */
async function examineQueue({ env }: Context): Promise<Result> {
  const url = env.REDIS_URL;
  if (url) {
    await checkRedis(url);
    return ready(`Redis at ${withoutPassword(url)}`);
  }
  const program = findProgram(['redis-server', 'valkey-server'], env.PATH);
  if (program) return ready(`a private Redis: ${program}`);
  return {
    state: 'not ready',
    found: 'no redis-server on PATH: the queue is in Postgres, which is slower',
    fix: 'Install redis-server or valkey-server, or set REDIS_URL',
  };
}

async function examinePostgres(url: string): Promise<Result> {
  const pool = createPool(url, { max: 1 });
  try {
    const { version } = await checkDatabase(pool);
    return ready(`Postgres ${version} at ${withoutPassword(url)}`);
  } finally {
    await endPool(pool);
  }
}

async function examineEmbeddedPostgres(home: string): Promise<Result> {
  const { initdb } = await findPostgresBinaries(await findServerUser(), home);
  const { stdout } = await promisify(execFile)(initdb, ['--version']);
  return ready(`embedded Postgres ${/[\d.]+/.exec(stdout)?.[0] ?? 'of unknown version'}`);
}

/** The models that are installed besides the one that ships with Earmark. */
async function examineModels({ env }: Context): Promise<Result> {
  const installed = (await readKnownModels(env)).filter(
    (model) => model.installed && !model.demonstration,
  );
  if (installed.length > 0) return ready(installed.map(({ name }) => name).join(', '));
  return {
    state: 'not ready',
    found: 'only the starter, which is a demonstration',
    fix: 'Install the published models: earmark models pull',
  };
}

/** Whether the model that ships with Earmark computes its reference output on this device. */
async function examineDevice(device: DeviceName, { variables }: Context): Promise<Result> {
  const probe = await probeDevice({ device, models: await readShippedModels() }, variables);
  if (probe.state === 'ready') return ready('it computes the reference output');
  const state = device === 'cpu' ? 'needed' : 'not ready';
  return { state, found: probe.reason, fix: probe.remedy };
}
