import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A path as its bytes, one character (U+0000 to U+00FF) for each: a name on a disk is bytes, and not always UTF-8 text.
 * The functions of `node:path` work on it, and its order is that of the bytes.
 */
export type BytePath = string & { readonly encoding: 'latin1' };

export function toBytePath(text: string): BytePath {
  return Buffer.from(text).toString('latin1') as BytePath;
}

/** @param name as bytes: of a file in the folder, relative to it, or absolute */
export function resolveIn(folder: BytePath, name: string): BytePath {
  return resolve(folder, name) as BytePath;
}

/** For functions of `node:fs`. */
export function bytesOf(path: BytePath): Buffer {
  return Buffer.from(path, 'latin1');
}

/** The path as text; undefined when it is not UTF-8. */
export function textOf(path: string): string | undefined {
  const bytes = Buffer.from(path, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : undefined;
}

/** `file:///music/Bj%F6rk/1.wav`: every path has one, whatever its bytes. */
export function toFileUri(path: BytePath): string {
  const text = textOf(path);
  return text === undefined ? `file://${percentEncoded(path)}` : pathToFileURL(text).href;
}

/** The reverse; undefined when it is no address of a file on this machine. */
export function pathOfUri(uri: string): BytePath | undefined {
  const [, encoded] = /^file:\/\/(?:localhost)?(\/.*)$/is.exec(uri) ?? [];
  return encoded?.replace(/%([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  ) as BytePath | undefined;
}

/**
 * The path relative to `base`, with `/`. One that is not UTF-8 is percent-encoded, and of one that is too long for an
 * index of the ledger the middle is replaced by its hash. These begin with `./`, as no other relative path does, so that
 * different files have different names: see decision 20.
 */
export function relativeName(base: BytePath, path: BytePath): string {
  const bytes = relative(base, path);
  const name = textOf(bytes) ?? `./${percentEncoded(bytes)}`;
  return Buffer.byteLength(name) <= MAX_BYTES ? name : shortened(name);
}

/** An entry of an index of Postgres has at most 2,704. */
const MAX_BYTES = 2_500;

function shortened(name: string): string {
  const characters = Array.from(name);
  const hash = createHash('sha256').update(name).digest('hex');
  return `./${characters.slice(0, 100).join('')}…${hash}…${characters.slice(-100).join('')}`;
}

function percentEncoded(bytes: string): string {
  return bytes.replace(
    /[^\w./~-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
