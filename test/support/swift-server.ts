import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { SwiftPython } from './find-swift.ts';
import { putInParts } from './put-in-parts.ts';
import { hushSdk, type S3Credentials, type S3Server } from './s3-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** OpenStack Swift: an S3 that checks signatures, rights and conditions, and takes every key. */
export interface SwiftServer extends S3Server {
  /** The same as `put`, as tools upload what is large. */
  putInParts(key: string, bytes: Uint8Array): Promise<void>;
}

/** Who may do everything, and who is known and may do nothing. */
export const OWNER: S3Credentials = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };
export const GUEST: S3Credentials = { accessKeyId: 'test:guest', secretAccessKey: 'guesting' };

const BUCKET = 'corpus';

export async function startSwift(python: SwiftPython): Promise<SwiftServer> {
  const folder = temporaryFolder();
  copyFileSync(fileOf('swift.conf'), join(folder.path, 'swift.conf'));
  const [program, ...args] = python;
  // -I: nothing of this user's Python gets in the way.
  const swift = spawn(program, [...args, '-IB', fileOf('serve.py')], { cwd: folder.path });
  const ended = once(swift, 'close');
  const close = async () => {
    swift.kill('SIGKILL');
    await ended;
    folder.remove();
  };
  try {
    const url = `http://127.0.0.1:${await portOf(swift)}`;
    return { ...(await bucketAt(url)), url, bucket: BUCKET, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(`swift/${name}`, import.meta.url));
}

/** The first line that Swift prints. Its errors are of interest only when there is none. */
async function portOf(swift: ChildProcessWithoutNullStreams): Promise<string> {
  let errors = '';
  swift.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  for await (const line of createInterface({ input: swift.stdout })) return line;
  throw new Error(`Swift did not start:\n${errors}`);
}

/** A new bucket, as its owner uses it. */
async function bucketAt(
  endpoint: string,
): Promise<Pick<SwiftServer, 'put' | 'putInParts' | 'remove'>> {
  hushSdk();
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: OWNER,
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return {
    async put(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    },
    putInParts: (Key, bytes) => putInParts(client, { Bucket: BUCKET, Key }, bytes),
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    },
  };
}
