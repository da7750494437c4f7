import { readFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createServer } from 'node:tls';

/** A server on localhost that speaks TLS, and passes on what it is told to one that does not. */
export interface TlsFront {
  readonly url: string;
  close(): Promise<void>;
}

/** @param folder has cert.pem and key.pem */
export async function startTlsFront(target: string, folder: string): Promise<TlsFront> {
  const { hostname, port } = new URL(target);
  const files = {
    cert: readFileSync(join(folder, 'cert.pem')),
    key: readFileSync(join(folder, 'key.pem')),
  };
  const server = createServer(files, (socket) => {
    const plain = connect(Number(port), hostname);
    // A client that is gone is not the fault of the test.
    void pipeline(socket, plain, socket).catch(() => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `https://localhost:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
