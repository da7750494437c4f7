import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Makes certificates, in `cert.pem` and `key.pem` of a folder. */
export interface Authority {
  /** File with the certificate of the authority itself. */
  readonly file: string;
  issue(folder: string, options?: CertificateOptions): void;
}

export interface CertificateOptions {
  /** The name of the server; that of a client is the user of Postgres. */
  readonly name?: string;
  /** For how long it is valid; one that is negative has expired. */
  readonly days?: number;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority that no machine knows, with its files in this folder. */
export function createAuthority(folder: string): Authority {
  const [file, key] = [join(folder, 'authority.pem'), join(folder, 'authority-key.pem')];
  const request = join(folder, 'request.pem');
  const subject = ['-subj', '/CN=An authority for tests'];
  openssl('req', '-x509', ...KEY, '-days', '2', ...subject, '-keyout', key, '-out', file);
  return {
    file,
    issue(target, { name = 'localhost', days = 1 } = {}) {
      const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
      openssl('req', ...KEY, ...names, '-keyout', join(target, 'key.pem'), '-out', request);
      const signed = ['-CA', file, '-CAkey', key, '-copy_extensions', 'copy'];
      const out = ['-days', String(days), '-out', join(target, 'cert.pem')];
      openssl('x509', '-req', '-in', request, ...signed, ...out);
    },
  };
}

/** Makes a certificate for `localhost` that no authority has signed, in cert.pem and key.pem of a folder. */
export function makeCertificate(folder: string): void {
  const paths = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  openssl('req', '-x509', ...KEY, '-days', '3650', ...name, ...paths);
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' });
}
