import { quoted } from '../../quoted.ts';
import { elementTypeOf, FIELDS } from './element-type.ts';
import { readExternalData } from './external-data.ts';
import {
  bytes,
  type Handler,
  type Handlers,
  integer,
  integers,
  type MessageReader,
  name,
} from './message-reader.ts';
import { type ExternalData, MAX_RANK } from './network-inspection.ts';
import { EXPORT_AGAIN, refuseNetwork } from './refuse-network.ts';

export interface StoredTensor {
  readonly name: string;
  readonly sizeBytes: number;
  /** Where its elements lie when they are not in the file. */
  readonly external: ExternalData | undefined;
}

/**
 * A TensorProto. Its elements are counted and not read: there must be as many as its shape says. Field numbers are those
 * of onnx/onnx.proto.
 *
 * @throws EarmarkError `MODEL_MISMATCH`
 */
export function readTensor(reader: MessageReader, message: Uint8Array): StoredTensor {
  const shape: number[] = [];
  let ownName = '';
  let dataType = 0;
  let location = IN_THE_FILE;
  const places: Uint8Array[] = [];
  const content = new Content();
  reader.read(message, {
    ...content.handlers,
    1: integers('The length of an axis', (length) => {
      if (shape.push(length) > MAX_RANK) {
        refuseNetwork(`A tensor of the network has more than ${MAX_RANK} axes`, EXPORT_AGAIN);
      }
    }),
    2: integer('The type of a tensor', (value) => (dataType = value)),
    3: () => refuseNetwork('A tensor of the network is stored in segments', EXPORT_AGAIN),
    8: name('The name of a tensor', (value) => (ownName = value)),
    13: bytes('The place of a tensor', (place) => {
      if (places.push(place) > MAX_PLACES) refuseNetwork('A tensor is said to be in many places');
    }),
    14: integer('The kind of place of a tensor', (value) => (location = value)),
  });

  const what = `The tensor ${quoted(ownName)}`;
  const type = elementTypeOf(dataType);
  const nElements = countElements(what, shape);
  const sizeBytes = Math.ceil((nElements * type.bits) / 8);
  const claim = { what: `${what}, [${shape.join(', ')}] of ${type.name},`, sizeBytes };
  if (location === IN_THE_FILE) {
    const nValues = Math.ceil(nElements * type.valuesPerElement);
    content.requireAll({ ...claim, nValues, field: type.typedField });
    return { name: ownName, sizeBytes: sizeBytes + content.textBytes, external: undefined };
  }
  if (location !== BESIDE_THE_FILE || type.bits === 0) {
    refuseNetwork(`${what} is in no place that ONNX has`);
  }
  content.requireAll({ ...claim, sizeBytes: 0, nValues: 0, field: type.typedField });
  return {
    name: ownName,
    sizeBytes,
    external: readExternalData(reader, places, { tensor: ownName, sizeBytes }),
  };
}

// TensorProto.DataLocation
const IN_THE_FILE = 0;
const BESIDE_THE_FILE = 1;

const MAX_PLACES = 16;

/** The bits of so many elements, 128 each, can be counted exactly; and no file has as many. */
const MAX_ELEMENTS = 2 ** 44;

function countElements(what: string, shape: readonly number[]): number {
  let product = 1;
  for (const length of shape) {
    if (length < 0) refuseNetwork(`${what} has an axis of length ${length}`);
    // An axis of length 0 makes the product 0 and may not hide what the others claim.
    product *= Math.max(1, length);
    if (product > MAX_ELEMENTS) {
      refuseNetwork(`${what} has the shape [${shape.join(', ')}], more than any file holds`);
    }
  }
  return shape.includes(0) ? 0 : product;
}

const { FLOAT_DATA, INT32_DATA, STRING_DATA, INT64_DATA, RAW_DATA, DOUBLE_DATA, UINT64_DATA } =
  FIELDS;

/** How many values each field of a tensor has in which elements may be: raw bytes, texts, or one of the typed lists. */
class Content {
  #rawBytes = 0;
  #nTyped = 0;
  readonly #nValues = new Map<number, number>();
  textBytes = 0;

  readonly handlers: Handlers = {
    [FLOAT_DATA]: this.#list(FLOAT_DATA, (packed) => packed.length / 4),
    [INT32_DATA]: this.#list(INT32_DATA, countVarints),
    [STRING_DATA]: bytes('A text of a tensor', (text) => {
      this.#count(STRING_DATA, 1);
      this.textBytes += text.length;
    }),
    [INT64_DATA]: this.#list(INT64_DATA, countVarints),
    [RAW_DATA]: bytes('The content of a tensor', (raw) => (this.#rawBytes = raw.length)),
    [DOUBLE_DATA]: this.#list(DOUBLE_DATA, (packed) => packed.length / 8),
    [UINT64_DATA]: this.#list(UINT64_DATA, countVarints),
  };

  /** A field whose values are packed into one or not. */
  #list(field: number, countPacked: (packed: Uint8Array) => number): Handler {
    return (value) => this.#count(field, typeof value === 'number' ? 1 : countPacked(value));
  }

  #count(field: number, nValues: number): void {
    this.#nTyped += nValues;
    this.#nValues.set(field, (this.#nValues.get(field) ?? 0) + nValues);
  }

  /** Either `sizeBytes` raw bytes or `nValues` values in `field`, and nothing else. */
  requireAll({ what, sizeBytes, nValues, field }: Claim): void {
    if (this.#rawBytes > 0 && this.#nTyped > 0) refuseNetwork(`${what} is stored twice`);
    if (this.#rawBytes > 0 && this.#rawBytes !== sizeBytes) {
      refuseNetwork(`${what} should have ${sizeBytes} bytes and has ${this.#rawBytes}`);
    }
    const stored = this.#nValues.get(field) ?? 0;
    if (this.#rawBytes === 0 && (stored !== nValues || stored !== this.#nTyped)) {
      refuseNetwork(`${what} should have ${nValues} values in the file and has ${stored}`);
    }
  }
}

interface Claim {
  readonly what: string;
  readonly sizeBytes: number;
  readonly nValues: number;
  readonly field: number;
}

/** The last byte of each is below 128. Counted by index: `for of` over a gigabyte takes 20 s, this takes 3. */
function countVarints(packed: Uint8Array): number {
  let count = 0;
  for (let at = packed.length; at-- > 0;) if (packed[at]! < 128) count++;
  return count;
}
