import { both, type Mistake } from './mistake.ts';

/** What the manifest says cannot be. */
export const MANIFEST_MISTAKES: readonly Mistake[] = [
  {
    mistake: 'a misspelt key',
    manifest: { 'input.spectrogram.hop': 256 },
    ...both({ refused: /input\.spectrogram: has no key "hop"/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'a key is missing',
    manifest: { 'input.spectrogram.padding': undefined },
    ...both({
      refused: /input\.spectrogram\.padding: is missing: it must be "none", "reflect"/,
      code: 'USAGE_INVALID',
    }),
  },
  {
    mistake: 'another version of manifests',
    manifest: { version: 1 },
    ...both({ refused: /version: must be 2/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'the name of a model of the catalogue',
    manifest: { name: 'jamendo/fcn' },
    ...both({ refused: /is a model of the catalogue\. Give .* --name/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'the name of a model in int8',
    manifest: { name: 'mine/model_int8' },
    ...both({ refused: /is the name of a model in int8/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'a name that is none',
    manifest: { name: '../model' },
    ...both({ refused: /name: a model is named <dataset>\/<name>/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'a file in another folder',
    manifest: { 'network.file': '../network.onnx' },
    ...both({ refused: /network\.file: must be the name of a file/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'more reference scores than tags',
    manifest: { reference: { nSamples: 4_000, scores: [0.1, 0.2, 0.3, 0.4] } },
    ...both({ refused: /reference\.scores: must not be more than/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'the embedding of a model that is not installed',
    manifest: {
      input: { kind: 'embedding', model: 'mine/backbone' },
      'network.input.axes': ['batch', 'embedding'],
    },
    ...both({ refused: /mine\/backbone, which is not installed\. Add/, code: 'MODEL_MISSING' }),
  },
  {
    mistake: 'the embedding of a model that has none',
    manifest: {
      name: 'mine/head',
      input: { kind: 'embedding', model: 'mine/model' },
      'network.input.axes': ['batch', 'embedding'],
    },
    ...both({ refused: /reads the embedding of mine\/model, which has none\. Name the tensor/ }),
  },
  {
    mistake: 'its own embedding',
    manifest: {
      input: { kind: 'embedding', model: 'mine/model' },
      'network.input.axes': ['batch', 'embedding'],
    },
    ...both({ refused: /reads the embedding of mine\/model/, code: 'MODEL_MISSING' }),
  },
];
