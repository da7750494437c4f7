export { GraphBuilder } from './graph-builder.ts';
export { bytes, type Encoded, integer, message, nested, text, toBytes } from './protobuf.ts';
