import { execFile } from 'node:child_process';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { DeviceName, probeDevice } from '@earmark/inference/devices';
import { createPool } from '@earmark/ledger';
import { readCatalogue, readShippedModels } from '@earmark/models';
import { checkRedis } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { earmarkHome, withoutPassword } from '@earmark/runtime/config';
import { findProgram } from '@earmark/runtime/process';
import { installedPostgres } from '@earmark/services/embedded';
import { NO_FFMPEG, probeFfmpeg } from '@earmark/worker/decode';

/** What `doctor` says of one part of this machine. */
export interface Finding {
  readonly part: string;
  /** `not ready`: `run` goes on without it; `needed`: it cannot. */
  readonly state: 'ready' | 'not ready' | 'needed';
  /** What is there, or why not. */
  readonly found: string;
  /** What makes it ready, or better; null when there is nothing to do. */
  readonly fix: string | null;
}

/** A part that `run` cannot do without, and that ends with this failure. */
export function needed(part: string, failure: unknown): Finding {
  const found = failure instanceof Error ? failure.message : String(failure);
  return { part, state: 'needed', found, fix: null };
}

/** What is here and what is missing, part by part; nothing is started or written. */
export async function examine(context: Context): Promise<readonly Finding[]> {
  const others = await Promise.all([
    homeFinding(context),
    decoderFinding(context),
    queueFinding(context),
    ledgerFinding(context),
    modelsFinding(context),
    ...DeviceName.options.map((device) => deviceFinding(device, context)),
  ]);
  return [nodeFinding(), machineFinding(), ...others];
}

/** ffmpeg with soxr, or the built-in decoders in its place. */
export async function decoderFinding({ env, variables }: Context): Promise<Finding> {
  try {
    const ffmpeg = env.EARMARK_FFMPEG;
    const found = await probeFfmpeg({ ffmpeg, environment: variables });
    if (found) {
      return { part: 'ffmpeg', state: 'ready', found: `${found.version} with soxr`, fix: null };
    }
    const reason = ffmpeg === NO_FFMPEG ? 'EARMARK_FFMPEG is none' : 'none with soxr on PATH';
    return {
      part: 'ffmpeg',
      state: 'not ready',
      found: `${reason}: the built-in decoders take three times as long`,
      fix: ffmpeg === NO_FFMPEG ? 'Unset EARMARK_FFMPEG' : 'Install ffmpeg, or set EARMARK_FFMPEG',
    };
  } catch (error) {
    return needed('ffmpeg', error);
  }
}

/** Whether the model that ships with Earmark can be run on this device, and says there what it should. */
export async function deviceFinding(device: DeviceName, { variables }: Context): Promise<Finding> {
  const probe = await probeDevice({ device, models: await readShippedModels() }, variables);
  if (probe.state === 'ready') {
    return { part: device, state: 'ready', found: 'it computes the reference output', fix: null };
  }
  const state = device === 'cpu' ? 'needed' : 'not ready';
  return { part: device, state, found: probe.reason, fix: probe.remedy };
}

/** A ledger, nine models and the results of a large corpus. */
const ROOM_GIB = 2;
const GIB = 2 ** 30;

/** The folder of everything Earmark keeps: whether it can be written to, and the room in it. */
export async function homeFinding({ env }: Context): Promise<Finding> {
  const home = earmarkHome(env);
  const folder = await nearestFolder(home);
  if (!(await canWriteTo(folder))) {
    const fix = 'Set EARMARK_HOME to a folder you may write to';
    return { part: 'home', state: 'needed', found: `${folder} cannot be written to`, fix };
  }
  const { bavail, bsize } = await statfs(folder);
  const freeGib = (bavail * bsize) / GIB;
  return {
    part: 'home',
    state: freeGib >= ROOM_GIB ? 'ready' : 'not ready',
    found: `${home}, ${freeGib.toFixed(1)} GiB free`,
    fix: freeGib >= ROOM_GIB ? null : `Make room for about ${ROOM_GIB} GiB, or set EARMARK_HOME`,
  };
}

/** The folder itself, or the one in which it will be made. */
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

/** The oldest Postgres that has all the SQL of the ledger. */
const MIN_POSTGRES = 14;

/** The Postgres that DATABASE_URL names, or the one that came with Earmark. */
export async function ledgerFinding({ env }: Context): Promise<Finding> {
  const { DATABASE_URL: url } = env;
  try {
    return url ? await external(url) : await embedded();
  } catch (error) {
    return needed('ledger', error);
  }
}

async function external(url: string): Promise<Finding> {
  const pool = createPool(url, { max: 1 });
  try {
    const { rows } = await pool.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    );
    const version = rows[0]?.version ?? '0';
    const isNewEnough = Number.parseInt(version, 10) >= MIN_POSTGRES;
    return {
      part: 'ledger',
      state: isNewEnough ? 'ready' : 'needed',
      found: `Postgres ${version} at ${withoutPassword(url)}`,
      fix: isNewEnough ? null : `Earmark needs Postgres ${MIN_POSTGRES} or newer`,
    };
  } finally {
    await pool.end();
  }
}

async function embedded(): Promise<Finding> {
  const { initdb } = await installedPostgres();
  const { stdout } = await promisify(execFile)(initdb, ['--version']);
  const version = /[\d.]+/.exec(stdout)?.[0] ?? 'of unknown version';
  return { part: 'ledger', state: 'ready', found: `embedded Postgres ${version}`, fix: null };
}

const MIN_NODE = [20, 19] as const;

export function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return {
    part: 'node',
    state: isNewEnough ? 'ready' : 'needed',
    found: process.version,
    fix: isNewEnough ? null : `Install Node ${MIN_NODE.join('.')} or newer`,
  };
}

export function machineFinding(): Finding {
  const parts = [
    `${process.platform}-${process.arch}`,
    `${availableParallelism()} cores`,
    cpus()[0]?.model.trim() ?? 'unknown processor',
    `${(totalmem() / GIB).toFixed(0)} GiB of memory, ${(freemem() / GIB).toFixed(0)} free`,
  ];
  return { part: 'machine', state: 'ready', found: parts.join(', '), fix: null };
}

/** The models that are installed, beside the one that ships with Earmark. */
export async function modelsFinding({ env }: Context): Promise<Finding> {
  try {
    const installed = (await readCatalogue(env)).filter(
      (model) => model.installed && !model.manifest.demonstration,
    );
    if (installed.length > 0) {
      const found = installed.map(({ manifest }) => manifest.name).join(', ');
      return { part: 'models', state: 'ready', found, fix: null };
    }
    return {
      part: 'models',
      state: 'not ready',
      found: 'the starter alone, which is a demonstration',
      fix: 'earmark models pull',
    };
  } catch (error) {
    return needed('models', error);
  }
}

/** The Redis that REDIS_URL names, or a program that can be one, or Postgres in their place. */
export async function queueFinding({ env }: Context): Promise<Finding> {
  const url = env.REDIS_URL;
  if (url) {
    return checkRedis(url).then(
      () => ready(`Redis at ${withoutPassword(url)}`),
      (error: unknown) => needed('queue', error),
    );
  }
  const program = findProgram(['redis-server', 'valkey-server'], env.PATH);
  if (program) return ready(`a private Redis: ${program}`);
  return {
    part: 'queue',
    state: 'not ready',
    found: 'no redis-server on PATH: the queue lives in Postgres, which is slower',
    fix: 'Install redis-server or valkey-server, or set REDIS_URL',
  };
}

function ready(found: string): Finding {
  return { part: 'queue', state: 'ready', found, fix: null };
}
