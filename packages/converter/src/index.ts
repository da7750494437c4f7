export { readCheckpoint } from './checkpoint/read-checkpoint.ts';
export { type Tensor } from './checkpoint/tensor.ts';
export { convertCheckpoint, type ConvertedModel, convertTensors } from './convert-checkpoint.ts';
