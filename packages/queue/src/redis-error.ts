import { certificateFault, EarmarkError, errorCode, messageOf } from '@earmark/core/failure';
import { withoutPassword } from '@earmark/runtime/config';

/** What a Redis answers, or its connection ends with, when REDIS_URL or its configuration is wrong, and what to do. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/NOAUTH/, 'wants a password. Write it into REDIS_URL: redis://:PASSWORD@HOST'],
  [
    /WRONGPASS|invalid password/,
    'refuses the user or the password. Correct them in REDIS_URL: redis://USER:PASSWORD@HOST',
  ],
  [
    // Redis answers with the last two to a script.
    /NOPERM|can't run this command|can't access at least one of the keys/,
    'does not give its user all rights that a queue needs. Give it these: ACL SETUSER NAME ~earmark-* +@all -@dangerous +info',
  ],
  [/DB index is out of range/, 'has no database of the number at the end of REDIS_URL. Correct it'],
  [/\bOOM\b/, 'is full. Raise its maxmemory, or remove what else it holds'],
  [/Unknown RESP type/, 'is another server. Correct host and port in REDIS_URL'],
  [
    /CERTIFICATE_REQUIRED/,
    'wants a certificate of its users. Name it and its key in REDIS_URL: rediss://HOST?sslcert=FILE&sslkey=FILE',
  ],
  [/wrong.version.number/i, 'does not speak TLS. Begin REDIS_URL with redis://'],
];

/** Why the Redis at this address cannot be used: USAGE_INVALID for what somebody has to set right, else QUEUE_UNAVAILABLE. */
export function toRedisError(error: unknown, url: string): EarmarkError {
  const message = messageOf(error);
  const server = `Redis at ${withoutPassword(url)}`;
  const [, refusal] =
    REFUSALS.find(([pattern]) => pattern.test(`${errorCode(error)} ${message}`)) ?? [];
  if (refusal !== undefined) return invalid(`${server} ${refusal} (${message}).`, error);
  const fault = certificateFault(error);
  if (fault !== undefined) return invalid(`${server} cannot be trusted: ${fault}`, error);
  return new EarmarkError(
    'QUEUE_UNAVAILABLE',
    error instanceof Error && error.name === 'ReplyError'
      ? `${server} refuses a command: ${message}`
      : `Redis does not answer at ${withoutPassword(url)} (${message}). Start it, or correct REDIS_URL: ${addressHint(url)}.`,
    { cause: error },
  );
}

/** A server that wants another kind of connection closes this one without a word. */
function addressHint(url: string): string {
  return new URL(url).protocol === 'rediss:'
    ? 'it begins with redis:// where the server does not speak TLS, and names files where it wants a certificate of its ' +
        'users: rediss://HOST?sslcert=FILE&sslkey=FILE'
    : 'it begins with rediss:// where the server expects TLS';
}

/** What INFO says of a Redis that cannot hold a queue, and what to do. */
const UNSUITABLE: readonly (readonly [RegExp, string])[] = [
  [
    /^cluster_enabled:1/m,
    'is a node of a cluster, and a queue needs all its keys on one server. Set REDIS_URL to a Redis without cluster-enabled',
  ],
  [
    /^role:slave/m,
    'is a replica, to which nothing can be written. Set REDIS_URL to its primary, which INFO replication names as master_host',
  ],
  [
    /^maxmemory_policy:(?!noeviction)/m,
    'may evict keys, which would lose jobs. Set its maxmemory-policy to noeviction',
  ],
];

/** The oldest Redis whose commands BullMQ uses. */
const MIN_REDIS = [6, 2] as const;

/** @param info what INFO answers @throws USAGE_INVALID when such a Redis cannot hold a queue */
export function assertSuitable(info: string, url: string): void {
  const server = `Redis at ${withoutPassword(url)}`;
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < MIN_REDIS[0] || (major === MIN_REDIS[0] && minor < MIN_REDIS[1]))
    throw invalid(
      `${server} is version ${version}; Earmark needs ${MIN_REDIS.join('.')} or newer.`,
    );
  const [, reason] = UNSUITABLE.find(([pattern]) => pattern.test(info)) ?? [];
  if (reason !== undefined) throw invalid(`${server} ${reason}.`);
}

function invalid(message: string, cause?: unknown): EarmarkError {
  return new EarmarkError('USAGE_INVALID', message, { cause });
}
