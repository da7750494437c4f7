import { z } from 'zod';
import { EarmarkError } from '@earmark/core/failure';

const port = z.coerce.number().int().min(0).max(65_535);
const url = (...protocols: string[]) =>
  z.string().refine((value) => protocols.includes(protocolOf(value)), {
    message: `must be an address that begins with ${protocols.join('// or ')}//`,
  });

/** Every variable Earmark reads; an empty one counts as unset. Programs get this value, never `process.env`. */
const Environment = z.object({
  /** Redis for the queue; unset: a private one, or Postgres. */
  REDIS_URL: url('redis:', 'rediss:').optional(),
  /** Postgres for the ledger; unset: an embedded one in EARMARK_HOME. */
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  /** Folder of installed models and embedded services; unset: the user's data folder. */
  EARMARK_HOME: z.string().optional(),
  /** Where `models pull` downloads from; unset: the repositories that published the checkpoints, each at one commit. */
  EARMARK_MODELS_URL: url('http:', 'https:').optional(),
  /** Where S3 is, when it is not AWS; the first of the two counts. The SDK reads credentials and profile itself. */
  AWS_ENDPOINT_URL_S3: url('http:', 'https:').optional(),
  AWS_ENDPOINT_URL: url('http:', 'https:').optional(),
  /** Unset: the region of the profile, else the one that AWS says. */
  AWS_REGION: z.string().optional(),
  AWS_DEFAULT_REGION: z.string().optional(),
  /** Tries of a request to S3, at growing intervals. */
  AWS_MAX_ATTEMPTS: z.coerce.number().int().min(1).default(5),
  /** Path of ffmpeg; unset: the one on PATH; `none`: the built-in decoders. */
  EARMARK_FFMPEG: z.string().optional(),
  /**
   * How long a track stays with a worker of which nothing is heard. The worker renews its locks twice as often, from a
   * thread that computes nothing; a lost one costs work done twice.
   */
  EARMARK_LOCK_SECONDS: z.coerce.number().min(1).max(3_600).default(20),
  /** How long a program that is asked to stop may take to finish what it has in hand. */
  EARMARK_STOP_SECONDS: z.coerce.number().min(0).max(3_600).default(20),
  EARMARK_METRICS_PORT: port.optional(),
  EARMARK_METRICS_HOST: z.string().default('127.0.0.1'),
  EARMARK_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  HOME: z.string().optional(),
  XDG_DATA_HOME: z.string().optional(),
  PATH: z.string().default(''),
});
export type Environment = Readonly<z.infer<typeof Environment>>;

/** @throws USAGE_INVALID, naming the variable and what it must be */
export function parseEnvironment(variables: Record<string, string | undefined>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const { data, error } = Environment.safeParse(set);
  if (data) return data;
  const [issue] = error.issues;
  throw new EarmarkError(
    'USAGE_INVALID',
    `The environment variable ${String(issue?.path[0])} is not valid: ${issue?.message ?? 'unknown reason'}.`,
  );
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}
