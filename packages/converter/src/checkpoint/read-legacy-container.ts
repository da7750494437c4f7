import { ByteCursor } from './byte-cursor.ts';
import type { PickleWorld } from './pickle-machine.ts';
import type { Container } from './container.ts';
import { readStateDict } from './read-state-dict.ts';
import { quoted } from '../quoted.ts';
import { SAVE_PLAIN_WEIGHTS } from './refuse-checkpoint.ts';
import type { Storage } from './storage.ts';
import { unpickle } from './unpickle.ts';

/** The first pickle, entire: the number 0x1950a86a20f9469cfc6c in protocol 2. */
export const LEGACY_MAGIC = Uint8Array.of(
  ...[0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e],
);

/**
 * What a checkpoint of PyTorch before 1.6 holds: five pickles (magic number, protocol, system,
 * state dictionary, storage keys), then each storage as a 64-bit count and its elements, in the
 * order of the keys.
 *
 * @throws EarmarkError `CHECKPOINT_INVALID`
 * @see torch/serialization.py, _legacy_save
 */
export function readLegacyContainer(bytes: Uint8Array): Container {
  const at = (part: string, offset: number) => new ByteCursor(bytes, part, offset);
  const protocol = at('protocol number', LEGACY_MAGIC.length);
  if (unpickle(protocol, PLAIN_VALUES) !== 1001) protocol.refuse('is not 1001', SAVE_PLAIN_WEIGHTS);

  const system = at('system description', protocol.offset);
  const description = unpickle(system, PLAIN_VALUES);
  if (!(description instanceof Map) || description.get('little_endian') !== true) {
    system.refuse('is not that of a little-endian machine', SAVE_PLAIN_WEIGHTS);
  }

  const dictionary = at('state dictionary', system.offset);
  const stateDict = readStateDict(dictionary);
  const keyList = at('list of storages', dictionary.offset);
  const keys = unpickle(keyList, PLAIN_VALUES);
  if (!Array.isArray(keys)) return keyList.refuse('is not a list');

  const cursor = at('storages', keyList.offset);
  const storageBytes = new Map<string, Uint8Array>();
  for (const key of keys as readonly unknown[]) {
    const storage = typeof key === 'string' ? stateDict.storages.get(key) : undefined;
    if (!storage) return keyList.refuse('names a storage that no tensor uses');
    if (storageBytes.has(storage.key)) keyList.refuse(`names ${quoted(storage.key)} twice`);
    storageBytes.set(storage.key, takeStorage(cursor, storage));
  }
  if (cursor.offset !== bytes.length) cursor.refuse('are followed by other bytes');
  return { stateDict, storageBytes };
}

/** No globals: these pickles hold numbers and text. */
const PLAIN_VALUES: PickleWorld = {
  globals: new Map(),
  persistentLoad: () => undefined,
};

function takeStorage(cursor: ByteCursor, { key, type, nElements }: Storage): Uint8Array {
  const stored = cursor.u64();
  if (stored !== nElements) {
    cursor.refuse(`give ${quoted(key)} ${stored} elements where its tensors say ${nElements}`);
  }
  return cursor.take(nElements * type.bytesPerElement);
}
