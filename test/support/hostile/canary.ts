import { readFileSync, statSync, utimesSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { writeWav } from '../wav.ts';
import type { Canary } from './references.ts';

export interface WatchedCanary extends Canary {
  /** Its first samples, which every decoder gives as they are: it is at 16 kHz already. */
  readonly samples: Float32Array;
  /** How often its server was spoken to, and whether its file was read; false where that leaves no trace. */
  touched(): { readonly connections: number; readonly wasRead: boolean };
  close(): void;
}

/** A piece of audio in a file and on a server of this machine that nobody is to read. */
export async function createCanary(folder: string): Promise<WatchedCanary> {
  const path = join(folder, 'canary.wav');
  writeWav(path, { sampleRate: 16_000, durationSeconds: 1.5 });
  const bytes = readFileSync(path);
  const samples = Float32Array.from(
    { length: 1_000 },
    (_, i) => bytes.readInt16LE(44 + 2 * i) / 32_768,
  );
  let connections = 0;
  const server = createServer((_, response) => response.end(bytes));
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const leavesTrace = forgetReading(path);
  if (!leavesTrace)
    console.warn('SKIPPED, whether files were read: this file system does not say.');
  return {
    path,
    samples,
    url: `http://127.0.0.1:${String(port)}/canary.wav`,
    touched: () => ({ connections, wasRead: leavesTrace && readSince(path) }),
    close: () => server.close(),
  };
}

/** Before its last change, so that systems that save writes record the next reading too. */
const LONG_AGO = new Date(2_000, 0, 1);

/** Whether reading `path` will show. */
function forgetReading(path: string): boolean {
  utimesSync(path, LONG_AGO, new Date());
  readFileSync(path);
  const shows = readSince(path);
  utimesSync(path, LONG_AGO, new Date());
  return shows;
}

function readSince(path: string): boolean {
  return statSync(path).atime.getTime() !== LONG_AGO.getTime();
}
