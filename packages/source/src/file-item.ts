import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { SourceItem } from '@earmark/core/run';
import { type BytePath, bytesOf, relativeName, toFileUri } from './byte-path.ts';
import { UNKNOWN_VERSION } from './source.ts';

/** A file as an item of a source, without opening it. */
export async function lookUpFile(path: BytePath, base: BytePath): Promise<SourceItem> {
  const stats = await stat(bytesOf(path), { bigint: true }).catch(() => undefined);
  return toFileItem(path, base, stats);
}

/** @param stats undefined when it cannot be read: its tasks fail, with a reason, so that it does not vanish */
export function toFileItem(
  path: BytePath,
  base: BytePath,
  stats: BigIntStats | undefined,
): SourceItem {
  return {
    file: relativeName(base, path),
    uri: toFileUri(path),
    version: stats ? fileVersion(stats) : UNKNOWN_VERSION,
    sizeBytes: Number(stats?.size ?? 0),
    metadata: {},
  };
}

/** The version of a file, without reading its content. */
export function fileVersion({ size, mtimeNs }: { size: bigint; mtimeNs: bigint }): string {
  return `${String(size)}-${String(mtimeNs)}`;
}
