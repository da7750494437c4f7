import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { EarmarkError } from '@earmark/core/failure';

const port = z.coerce.number().int().min(0).max(65_535);
const url = (...protocols: string[]) =>
  z.string().refine((value) => protocols.includes(protocolOf(value)), {
    message: `must be an address that begins with ${protocols.join('// or ')}//`,
  });

/**
 * The variables that Earmark reads; an empty one counts as unset. Programs get this value, never `process.env`.
 *
 * A secret may be in a file: see `readSecretFiles`. Four are not here: TMPDIR (`tmpdir()` of node:os) and NODE_EXTRA_CA_CERTS are read by Node; CUDA_VISIBLE_DEVICES is
 * read from `Context.variables`, because an empty one hides every GPU; LD_LIBRARY_PATH is passed on to ffmpeg from there.
 */
export const Environment = z.object({
  /** Redis for the queue; unset: a private one, or Postgres. */
  REDIS_URL: url('redis:', 'rediss:').optional(),
  /** Postgres for the ledger; unset: an embedded one in EARMARK_HOME. */
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  /** Passwords for these addresses, as they are, where the addresses have none. */
  DATABASE_PASSWORD: z.string().optional(),
  REDIS_PASSWORD: z.string().optional(),
  /** Password of the role that `ledger add-reader` makes; unset: a random one. */
  EARMARK_READER_PASSWORD: z.string().optional(),
  /** Password of the role that `ledger add-writer` makes; unset: a new one. */
  EARMARK_WRITER_PASSWORD: z.string().optional(),
  /** Folder of installed models and embedded services; unset: the user's data folder. */
  EARMARK_HOME: z.string().optional(),
  /** Where `models pull` downloads from; unset: the repositories that published the checkpoints, each at one commit. */
  EARMARK_MODELS_URL: url('http:', 'https:').optional(),
  /** Address of an S3 that is not AWS; the first of the two counts. The SDK reads credentials and profile itself. */
  AWS_ENDPOINT_URL_S3: url('http:', 'https:').optional(),
  AWS_ENDPOINT_URL: url('http:', 'https:').optional(),
  /** Region of the bucket; the first of the two counts. Unset: the one of the profile, else the one that AWS reports. */
  AWS_REGION: z.string().optional(),
  AWS_DEFAULT_REGION: z.string().optional(),
  /** `requester`: pay for requests to buckets whose owners do not. The name is that of GDAL; AWS has an option only. */
  AWS_REQUEST_PAYER: z.literal('requester').optional(),
  /** Attempts of a request to S3, with exponential backoff. */
  AWS_MAX_ATTEMPTS: z.coerce.number().int().min(1).default(5),
  /** Path of ffmpeg; unset: the one on PATH; `none`: the built-in one. */
  EARMARK_FFMPEG: z.string().optional(),
  /**
   * How long a worker that gives no sign of life keeps its tracks. The worker renews its locks twice as often, from a
   * thread that computes nothing; a lost lock costs work done twice.
   */
  EARMARK_LOCK_SECONDS: z.coerce.number().min(1).max(3_600).default(20),
  /** How long a program that is asked to stop may take to finish the tracks in flight. */
  EARMARK_STOP_SECONDS: z.coerce.number().min(0).max(3_600).default(20),
  EARMARK_METRICS_PORT: port.optional(),
  EARMARK_METRICS_HOST: z.string().default('127.0.0.1'),
  EARMARK_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  /** Where workers send their traces; the first of the two counts. The SDK reads these and its other variables itself. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url('http:', 'https:').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http:', 'https:').optional(),
  HOME: z.string().optional(),
  XDG_DATA_HOME: z.string().optional(),
  PATH: z.string().default(''),
});
export type Environment = Readonly<z.infer<typeof Environment>>;

/** @throws USAGE_INVALID, naming the variable and what it must be */
export function parseEnvironment(variables: Record<string, string | undefined>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const { data, error } = Environment.safeParse(set);
  if (data) return withPasswords(data);
  const [issue] = error.issues;
  throw new EarmarkError(
    'USAGE_INVALID',
    `The environment variable ${String(issue?.path[0])} is not valid: ${issue?.message ?? 'unknown reason'}.`,
  );
}

function withPasswords(env: Environment): Environment {
  const { DATABASE_URL, DATABASE_PASSWORD, REDIS_URL, REDIS_PASSWORD } = env;
  return {
    ...env,
    ...(DATABASE_URL && { DATABASE_URL: withPassword(DATABASE_URL, DATABASE_PASSWORD) }),
    ...(REDIS_URL && { REDIS_URL: withPassword(REDIS_URL, REDIS_PASSWORD) }),
  };
}

/** An address with this password, unless it has one. */
function withPassword(address: string, password: string | undefined): string {
  const url = new URL(address);
  if (password === undefined || url.password !== '') return address;
  url.password = encodeURIComponent(password);
  return url.href;
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}

/** A service address that may be printed. */
export function withoutPassword(address: string): string {
  const shown = new URL(address);
  if (shown.password === '') return address;
  shown.password = '***';
  return shown.href;
}

/** The folder of everything Earmark keeps for this user: EARMARK_HOME, else the platform's data folder. */
export function earmarkHome(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env.EARMARK_HOME) return resolve(env.EARMARK_HOME);
  const home = env.HOME ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'earmark');
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'earmark');
}

/** Creates a folder in the home and returns its path. @throws USAGE_INVALID when it cannot be created */
export async function makeHomeFolder(...path: [string, ...string[]]): Promise<string> {
  const folder = join(...path);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The folder ${folder} cannot be created. Set EARMARK_HOME to a folder that you may write to.`,
      { cause: error },
    );
  });
  return folder;
}
