import {
  hashedTags,
  type InstalledModel,
  type ModelSpec,
  type Vocabulary,
} from '@earmark/core/model';
import { sha256 } from '../hashes.ts';

/** What scores depend on besides the weights. */
type Decisive = Pick<ModelSpec, 'input' | 'scores' | 'network'>;

/**
 * The version of a model that was added, by which the ledger tells it from others of its name and weights: a hash of all in
 * its manifest that scores depend on, and of the model whose embedding it reads.
 */
export function manifestVersion(
  { input, scores, network }: Decisive,
  vocabulary: Vocabulary | null,
  parent: InstalledModel | null,
): string {
  const decisive = [
    input,
    scores,
    { ...network, file: undefined },
    vocabulary && hashedTags(vocabulary),
    parent && [parent.spec.weightsSha256, parent.spec.conversionVersion],
  ];
  return `manifest-${sha256(Buffer.from(JSON.stringify(decisive, withSortedKeys))).slice(0, 12)}`;
}

/** The order in which somebody writes the keys of a manifest decides nothing. */
function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
