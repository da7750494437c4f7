import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Makes a certificate for `localhost` that no authority has signed, in cert.pem and key.pem of a folder. */
export function makeCertificate(folder: string): void {
  const paths = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '3650'];
  execFileSync('openssl', ['req', '-x509', ...key, ...name, ...paths], { stdio: 'ignore' });
}
