export { chooseInt8, findInt8, type Int8Model, passedInt8 } from './choose-int8.ts';
export {
  compareInt8,
  type ComparedPair,
  type ComparedTrack,
  findWorstLayer,
} from './compare-int8.ts';
export { hasInt8Products, type Int8Host, readInt8Host } from './host.ts';
export { type Music, quantizeModel } from './quantize-model.ts';
export { requireInt8Runtime } from './require-runtime.ts';
export { type Int8Pair, type Int8Verdict, MIN_TRACKS, storeVerdict, toVerdict } from './verdict.ts';
