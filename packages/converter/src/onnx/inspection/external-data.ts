import { quoted } from '../../quoted.ts';
import { type MessageReader, name } from './message-reader.ts';
import type { ExternalData } from './network-inspection.ts';
import { EXPORT_AGAIN, refuseNetwork } from './refuse-network.ts';

/**
 * Where the elements of a tensor lie, by its entries `location`, `offset` and `length`, which are texts.
 *
 * @throws EarmarkError `MODEL_MISMATCH`, also for a file that is not beside the network
 */
export function readExternalData(
  reader: MessageReader,
  entries: readonly Uint8Array[],
  { tensor, sizeBytes }: Pick<ExternalData, 'tensor' | 'sizeBytes'>,
): ExternalData {
  const what = `The place of the tensor ${quoted(tensor)}`;
  const place = new Map<string, string>();
  for (const entry of entries) {
    let key = '';
    let value = '';
    reader.read(entry, {
      1: name(what, (text) => (key = text)),
      2: name(what, (text) => (value = text)),
    });
    if (place.has(key)) refuseNetwork(`${what} says ${quoted(key)} twice`);
    place.set(key, value);
  }
  const file = place.get('location') ?? '';
  if (!PLAIN_FILE_NAME.test(file)) {
    refuseNetwork(
      `${what} is ${quoted(file)}, which is no plain name of a file in the folder of the network`,
      'Export the network again with its weights in the same folder, or in one file.',
    );
  }
  const offset = toCount(what, place.get('offset') ?? '0');
  const length = toCount(what, place.get('length') ?? String(sizeBytes));
  if (length !== sizeBytes) {
    refuseNetwork(`${what} has ${length} bytes, and its shape and type need ${sizeBytes}`);
  }
  return { tensor, file, offset, sizeBytes };
}

/** The name of a file, on any system, and nothing that leads elsewhere: no separator, drive, stream, `.` or `..`. */
const PLAIN_FILE_NAME = /^[\p{L}\p{N}_][^/\\:*?"<>|]{0,254}(?<![. ])$/u;

function toCount(what: string, digits: string): number {
  const isCount = /^\d{1,15}$/.test(digits);
  return isCount
    ? Number(digits)
    : refuseNetwork(`${what} has the number ${quoted(digits)}`, EXPORT_AGAIN);
}
