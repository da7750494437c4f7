import pg from 'pg';

/** A host that lost its power closes no connection: the keep-alive of the system detects that within half a minute. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/**
 * Settings that change what Postgres answers; a server, a database or a role may have other defaults. Dates are ISO, and
 * a score is written with all its digits.
 */
export const SESSION_SETTINGS = {
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  extra_float_digits: '1',
} as const;

/** These modes verify the certificate as `verify-full` does; `pg` warns whoever uses them that this may change. */
const VERIFYING_MODES: readonly string[] = ['prefer', 'require', 'verify-ca'];

/** A connection whose failure is that of its next query, and nothing else. */
class RobustClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // One that fails on this side, as when the server wants a password and there is none, stays open in `pg`: the
    // program would end only when the server closes it, a minute later.
    this.connection.once('error', () => this.connection.stream.destroy());
  }

  /** An error for which nobody listens, of a connection that drops between two queries of a transaction, would end the process. */
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    return (event !== 'error' || this.listenerCount(event) > 0) && super.emit(event, ...args);
  }
}

// BullMQ makes the connection on which it is told of jobs itself, and listens to its errors only once it is connected: one
// that was cut at that moment ended the worker.
Object.assign(pg, { Client: RobustClient });

/** How every connection is made to the Postgres at this address, whose own `options` are kept. */
export function connectionOptions(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const own = url.searchParams.get('options');
  url.searchParams.delete('options');
  const sslMode = url.searchParams.get('sslmode') ?? '';
  if (VERIFYING_MODES.includes(sslMode) && !url.searchParams.has('uselibpqcompat'))
    url.searchParams.set('sslmode', 'verify-full');
  const ours = Object.entries(SESSION_SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
  return {
    connectionString: url.href,
    options: [...(own === null ? [] : [own]), ...ours].join(' '),
    ...KEEP_ALIVE,
    Client: RobustClient,
  };
}
