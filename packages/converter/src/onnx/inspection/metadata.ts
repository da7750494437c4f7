import { bytes, type MessageReader, name, toText } from './message-reader.ts';
import { refuseNetwork } from './refuse-network.ts';

/** The entries of `metadata_props`, which are kept whole and so are few and short. */
export class Metadata {
  readonly #reader: MessageReader;
  #sizeBytes = 0;
  readonly entries = new Map<string, string>();

  constructor(reader: MessageReader) {
    this.#reader = reader;
  }

  /** A StringStringEntryProto. @throws EarmarkError `MODEL_MISMATCH` */
  add(message: Uint8Array): void {
    this.#sizeBytes += message.length;
    if (this.#sizeBytes > MAX_BYTES || this.entries.size >= MAX_ENTRIES) {
      refuseNetwork(
        `The metadata of the network has more than ${MAX_BYTES} bytes or ${MAX_ENTRIES} entries`,
        'Export the network with less of it.',
      );
    }
    let key = '';
    let value = '';
    this.#reader.read(message, {
      1: name('The name of an entry of the metadata', (text) => (key = text)),
      2: bytes(VALUE, (text) => (value = toText(VALUE, text))),
    });
    this.entries.set(key, value);
  }
}

const VALUE = 'An entry of the metadata';

/** The names of some hundred classes in several languages are a tenth of it. */
const MAX_BYTES = 1_000_000;
const MAX_ENTRIES = 1_000;
