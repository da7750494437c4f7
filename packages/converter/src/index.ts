export { bandsOf } from './architectures/front-end.ts';
export { calibrationSignals } from './int8/calibration-signals.ts';
export { readCheckpoint } from './checkpoint/read-checkpoint.ts';
export { type Tensor } from './checkpoint/tensor.ts';
export { convertCheckpoint, type ConvertedModel, convertTensors } from './convert-checkpoint.ts';
export { INT8_CONVERSION_VERSION, type Int8Conversion, toInt8 } from './int8/int8-conversion.ts';
export { type Range, joinRanges } from './int8/range.ts';
