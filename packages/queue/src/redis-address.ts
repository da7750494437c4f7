import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { RedisOptions } from 'ioredis';
import { EarmarkError, messageOf } from '@earmark/core/failure';
import { withoutPassword } from '@earmark/runtime/config';

/** Parameters of an address that name files with certificates, as those of Postgres do; ioredis has none. */
const FILES = { sslrootcert: 'ca', sslcert: 'cert', sslkey: 'key' } as const satisfies Record<
  string,
  keyof ConnectionOptions
>;

/**
 * How every connection is made to the Redis at this address, which has the rest.
 *
 * @throws USAGE_INVALID when a file that it names cannot be read
 */
export function tlsOptions(url: string): Pick<RedisOptions, 'tls'> {
  const { protocol, searchParams } = new URL(url);
  if (protocol !== 'rediss:') return {};
  const tls: ConnectionOptions = {};
  for (const [parameter, option] of Object.entries(FILES)) {
    const file = searchParams.get(parameter);
    if (file !== null) tls[option] = readCertificate(file, url);
  }
  return { tls };
}

function readCertificate(file: string, url: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `A file with certificates that REDIS_URL names (${withoutPassword(url)}) cannot be read: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}
