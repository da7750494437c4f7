import { appendFileSync, chownSync, copyFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedPostgres } from '@earmark/services/embedded';
import { temporaryFolder } from './temporary-folder.ts';

/** A Postgres at `localhost` that takes only connections by TLS, of users who have a password and a certificate. */
export interface TlsPostgres {
  /** Without the options of TLS. */
  readonly url: string;
  /** Restarts it with the certificate in a folder, in cert.pem and key.pem. */
  present(folder: string): Promise<void>;
  close(): Promise<void>;
}

/** @param authority file with the certificate of the authority that signs those of users */
export async function startTlsPostgres(authority: string): Promise<TlsPostgres> {
  const home = temporaryFolder();
  const postgres = await embeddedPostgres(home.path);
  const plainUrl = await postgres.start();
  const data = join(home.path, 'postgres/data');
  const { uid, gid } = statSync(data);
  const copy = (from: string, name: string) => {
    copyFileSync(from, join(data, name));
    chownSync(join(data, name), uid, gid);
  };
  copy(authority, 'root.crt');
  appendFileSync(join(data, 'postgresql.conf'), `ssl = on\nssl_ca_file = 'root.crt'\n`);
  writeFileSync(
    join(data, 'pg_hba.conf'),
    'hostssl all all all scram-sha-256 clientcert=verify-full\n',
  );
  const url = new URL(plainUrl);
  url.hostname = 'localhost';
  return {
    url: url.href,
    async present(folder) {
      await postgres.stop();
      copy(join(folder, 'cert.pem'), 'server.crt');
      copy(join(folder, 'key.pem'), 'server.key');
      await postgres.restart(plainUrl);
    },
    async close() {
      await postgres.stop();
      home.remove();
    },
  };
}
