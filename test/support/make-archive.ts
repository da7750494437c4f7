import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';

/** A member of an archive, well made or not. */
export interface MadeMember {
  readonly name: string;
  readonly type?: Header['type'];
  readonly linkname?: string;
  readonly content?: Buffer | string;
}

/** A tar archive of these members, in their order. */
export async function makeArchive(members: readonly MadeMember[]): Promise<Buffer> {
  const archive = pack();
  for (const { content = '', ...header } of members) archive.entry(header, content);
  archive.finalize();
  return buffer(archive);
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Lines of a list of checksums. */
export function sumsText(files: Iterable<readonly [string, Buffer | string]>): string {
  return [...files].map(([name, content]) => `${sha256(content)} ${name}\n`).join('');
}
