export { fitNetwork, type NetworkExpectation } from './fit-network.ts';
export { GraphBuilder } from './graph-builder.ts';
export { inspectNetwork } from './inspect-network.ts';
export type {
  Axis,
  ExternalData,
  NetworkInspection,
  NetworkValue,
  OperatorCount,
  Opset,
} from './inspection/network-inspection.ts';
export { bytes, type Encoded, integer, message, nested, text, toBytes } from './protobuf.ts';
export { type FieldValue, visitFields } from './protobuf-reader.ts';
