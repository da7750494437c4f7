import { dense, type Piece } from '../hand-network.ts';
import { valueInfo, writeOnnx } from '../onnx-writer.ts';
import { LAYER, rightNetwork, rightProto } from '../right-model.ts';
import { tinyCheckpoint } from '../tiny-models.ts';
import { both, type Mistake } from './mistake.ts';

/** The weights are not those that were trained. */
export const WEIGHT_MISTAKES: readonly Mistake[] = [
  {
    mistake: 'the SHA-256 of another file',
    manifest: { 'network.sha256': '0'.repeat(64) },
    ...both({ refused: /is not the file that the manifest means: its SHA-256 is/ }),
  },
  {
    mistake: 'weights that are not numbers',
    network: () => {
      const weights = LAYER.weights.map((row) => row.map(() => NaN));
      return rightNetwork({ middle: dense('means', 'logits', { ...LAYER, weights }) });
    },
    ...both({ refused: /gives values that are not numbers: its weights are damaged/ }),
  },
  {
    mistake: 'weights that were never trained',
    network: () => {
      const weights = LAYER.weights.map((row) => row.map(() => 0));
      return rightNetwork({ middle: dense('means', 'logits', { ...LAYER, weights }) });
    },
    withReference: { refused: /No change that was tried explains it/ },
    without: { warned: /gives the same values for noise, silence and notes/ },
  },
  {
    mistake: 'a network that was cut short',
    network: () => rightNetwork().subarray(0, 400),
    ...both({ refused: /cannot be read as a network: .* fetch it again/ }),
  },
  {
    mistake: 'a network with a name that was altered',
    isVariant: true,
    network: () => {
      const bytes = Buffer.from(rightNetwork());
      return bytes.fill('n', bytes.indexOf('means'), bytes.indexOf('means') + 1);
    },
    ...both({ refused: /network of mine\/model cannot be run: / }),
  },
  {
    mistake: 'a PyTorch checkpoint',
    network: () => tinyCheckpoint('fcn'),
    ...both({
      refused: /is a Python pickle, such as an old PyTorch checkpoint, .* with torch\.onnx\.export/,
    }),
  },
  {
    mistake: 'the web page of a download',
    network: () => Buffer.from('<!DOCTYPE html><html><body>Sign in</body></html>'),
    ...both({ refused: /is a web page/ }),
  },
  {
    mistake: 'a pointer of Git LFS',
    network: () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\n'),
    ...both({ refused: /is a Git LFS pointer/ }),
  },
  {
    mistake: 'an empty file',
    network: () => Buffer.alloc(0),
    ...both({ refused: /is empty/ }),
  },
  {
    mistake: 'no file',
    network: () => undefined,
    ...both({ refused: /network\.onnx cannot be read .* --onnx FILE/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'operators of a domain that the runtime does not have',
    network: () => rightNetwork({ middle: [otherOperator({ domain: 'com.example' })] }),
    ...both({
      refused: /operator "Spectral" of the domain "com\.example", which onnxruntime does/,
    }),
  },
  {
    mistake: 'an operator that no version of ONNX has',
    network: () => rightNetwork({ middle: [otherOperator({})] }),
    ...both({ refused: /network of mine\/model cannot be run: .*Spectral/s }),
  },
  {
    mistake: 'an input of float16',
    network: () => withInput({ elemType: 10 }),
    ...both({ refused: /Its input is float16, .* export the network with an input of float32/ }),
  },
];

function otherOperator(domain: object): Piece {
  return { node: [{ opType: 'Spectral', input: ['means'], output: ['logits'], ...domain }] };
}

function withInput({ elemType }: { readonly elemType: number }): Uint8Array {
  const model = rightProto();
  const input = [valueInfo('mel', ['batch', 24, 16], elemType)];
  return writeOnnx({ ...model, graph: { ...model.graph, input } });
}
