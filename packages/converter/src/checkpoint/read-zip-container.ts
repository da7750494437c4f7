import { ByteCursor } from './byte-cursor.ts';
import type { Container } from './container.ts';
import { readStateDict } from './read-state-dict.ts';
import { readStoredZip } from './read-stored-zip.ts';
import { quoted } from '../quoted.ts';
import { refuseCheckpoint, SAVE_PLAIN_WEIGHTS } from './refuse-checkpoint.ts';
import type { Storage } from './storage.ts';

/**
 * What a checkpoint of PyTorch since 1.6 holds: a zip archive with the state dictionary in
 * `<root>/data.pkl` and each storage in `<root>/data/<key>`.
 *
 * @throws EarmarkError `CHECKPOINT_INVALID`
 * @see torch/serialization.py, _save
 */
export function readZipContainer(bytes: Uint8Array): Container {
  const entries = readStoredZip(bytes);
  const { root, pickle } = findStateDict(entries);
  const entry = (name: string) => entries.get(`${root}/${name}`);

  const byteOrder = entry('byteorder');
  if (byteOrder && new TextDecoder().decode(byteOrder) !== 'little') {
    refuseCheckpoint('The checkpoint is not in little-endian byte order', SAVE_PLAIN_WEIGHTS);
  }
  const stateDict = readStateDict(new ByteCursor(pickle, 'data.pkl'));
  const storageBytes = new Map<string, Uint8Array>();
  for (const storage of stateDict.storages.values()) {
    storageBytes.set(storage.key, requireSize(storage, entry(`data/${storage.key}`)));
  }
  return { stateDict, storageBytes };
}

function findStateDict(entries: ReadonlyMap<string, Uint8Array>) {
  const found = [...entries].flatMap(([name, pickle]) => {
    const root = /^([^/]+)\/data\.pkl$/.exec(name)?.[1];
    return root === undefined ? [] : [{ root, pickle }];
  });
  const [stateDict] = found;
  if (!stateDict || found.length > 1) {
    return refuseCheckpoint(`The zip archive holds ${found.length} state dictionaries, not one`);
  }
  for (const name of entries.keys()) {
    if (!name.startsWith(`${stateDict.root}/`)) {
      refuseCheckpoint(`The zip archive holds ${quoted(name)} beside ${quoted(stateDict.root)}`);
    }
  }
  return stateDict;
}

function requireSize({ key, type, nElements }: Storage, bytes: Uint8Array | undefined): Uint8Array {
  const sizeBytes = nElements * type.bytesPerElement;
  if (bytes?.length !== sizeBytes) {
    return refuseCheckpoint(
      `Storage ${quoted(key)} has ${bytes?.length ?? 0} bytes where its tensors need ${sizeBytes}`,
    );
  }
  return bytes;
}
