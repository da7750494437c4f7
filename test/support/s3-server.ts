import crypto from 'node:crypto';
import S3rver from 's3rver';
import { vi } from 'vitest';
import { type Environment, parseEnvironment } from '@earmark/runtime/config';
import type { Variables } from './earmark.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An S3 server on a port of this machine, with one bucket. */
export interface S3Server {
  readonly url: string;
  readonly bucket: string;
  /** Puts an object, in place of one that has this key already. */
  put(key: string, bytes: Uint8Array | string): Promise<void>;
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const BUCKET = 'corpus';

/** One that starts at once, checks no secret key and heeds no If-Match; `startSwift` has one that does. */
export async function startS3Server(): Promise<S3Server> {
  replaceDes();
  const folder = temporaryFolder();
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder.path,
    configureBuckets: [{ name: BUCKET }],
  });
  const { port } = await server.run();
  const url = `http://127.0.0.1:${String(port)}`;
  const request = async (method: string, key: string, body?: Uint8Array | string) => {
    const path = key.split('/').map(encodeURIComponent).join('/');
    const { ok, status } = await fetch(`${url}/${BUCKET}/${path}`, {
      method,
      body: body === undefined ? null : Buffer.from(body),
    });
    if (!ok) throw new Error(`${method} ${key}: ${String(status)}`);
  };
  return {
    url,
    bucket: BUCKET,
    put: (key, bytes) => request('PUT', key, bytes),
    remove: (key) => request('DELETE', key),
    async close() {
      await server.close();
      folder.remove();
    },
  };
}

const S3RVER: S3Credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** What a program needs to use the server, or a proxy before it; each request is tried twice. */
export function s3Variables(url: string, credentials = S3RVER): Variables {
  return {
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '2',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The same for the process of the tests: the SDK reads its credentials from there. */
export function stubS3Variables(url: string, credentials = S3RVER): Environment {
  const variables = s3Variables(url, credentials);
  hushSdk();
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  return parseEnvironment(variables);
}

/** It has a word to say to every user of an older Node. */
export function hushSdk(): void {
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
}

let isReplaced = false;

/** s3rver makes its continuation tokens with single DES, which OpenSSL 3 no longer has. */
function replaceDes(): void {
  if (isReplaced) return;
  isReplaced = true;
  for (const name of ['createCipheriv', 'createDecipheriv'] as const) {
    const original = crypto[name] as (a: string, k: Buffer, i: Buffer) => unknown;
    const patched = (algorithm: string, key: Buffer, iv: Buffer) =>
      algorithm === 'des'
        ? original('aes-128-cbc', md5(key), md5(iv))
        : original(algorithm, key, iv);
    Object.assign(crypto, { [name]: patched });
  }
}

function md5(bytes: Buffer): Buffer {
  return crypto.createHash('md5').update(bytes).digest();
}
