import protobuf from 'protobufjs';

/**
 * The bytes of an `.onnx` file, written by another writer than ours: a ModelProto whose fields are those of the schema
 * below, in camelCase. Lists of integers are packed or not, as writers of either version of protobuf do.
 */
export function writeOnnx(model: object, { packed = false } = {}): Uint8Array {
  const ModelProto = packed ? PACKED : UNPACKED;
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}

/** What these tests write of onnx/onnx.proto. */
const MESSAGES = `
  message ModelProto {
    optional int64 ir_version = 1;
    optional string producer_name = 2;
    optional string producer_version = 3;
    optional GraphProto graph = 7;
    repeated OperatorSetIdProto opset_import = 8;
    repeated StringStringEntryProto metadata_props = 14;
    repeated FunctionProto functions = 25;
  }
  message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
  message StringStringEntryProto { optional string key = 1; optional string value = 2; }
  message FunctionProto {
    optional string name = 1;
    repeated string input = 4;
    repeated string output = 5;
    repeated NodeProto node = 7;
    repeated OperatorSetIdProto opset_import = 9;
    optional string domain = 10;
  }
  message GraphProto {
    repeated NodeProto node = 1;
    optional string name = 2;
    repeated TensorProto initializer = 5;
    repeated ValueInfoProto input = 11;
    repeated ValueInfoProto output = 12;
    repeated SparseTensorProto sparse_initializer = 15;
  }
  message NodeProto {
    repeated string input = 1;
    repeated string output = 2;
    optional string name = 3;
    optional string op_type = 4;
    repeated AttributeProto attribute = 5;
    optional string domain = 7;
  }
  message AttributeProto {
    optional string name = 1;
    optional float f = 2;
    optional int64 i = 3;
    optional TensorProto t = 5;
    optional GraphProto g = 6;
    repeated float floats = 7;
    repeated int64 ints = 8;
    repeated GraphProto graphs = 11;
    optional int32 type = 20;
  }
  message TensorProto {
    repeated int64 dims = 1;
    optional int32 data_type = 2;
    repeated float float_data = 4 [packed = true];
    repeated int32 int32_data = 5 [packed = true];
    repeated bytes string_data = 6;
    repeated int64 int64_data = 7 [packed = true];
    optional string name = 8;
    optional bytes raw_data = 9;
    repeated double double_data = 10 [packed = true];
    repeated StringStringEntryProto external_data = 13;
    optional int32 data_location = 14;
  }
  message SparseTensorProto { repeated int64 dims = 3; }
  message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
  message TypeProto {
    oneof value { Tensor tensor_type = 1; Sequence sequence_type = 4; }
    message Tensor { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
    message Sequence { optional TypeProto elem_type = 1; }
  }
  message TensorShapeProto {
    repeated Dimension dim = 1;
    message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  }
`;

const UNPACKED = protobuf.parse(`syntax = "proto2"; ${MESSAGES}`).root.lookupType('ModelProto');
const PACKED = protobuf.parse(`syntax = "proto3"; ${MESSAGES}`).root.lookupType('ModelProto');

/** A float32 input or output; an axis is a length, a name, or null for one that is not known. */
export function valueInfo(name: string, shape: readonly (number | string | null)[], elemType = 1) {
  const dim = shape.map((axis) => {
    if (axis === null) return {};
    return typeof axis === 'number' ? { dimValue: axis } : { dimParam: axis };
  });
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** A float32 tensor of ones. */
export function onesTensor(name: string, dims: readonly number[]) {
  const nElements = dims.reduce((product, length) => product * length, 1);
  const rawData = Buffer.from(new Float32Array(nElements).fill(1).buffer);
  return { name, dims, dataType: 1, rawData };
}

interface AddedFields {
  readonly graph?: object;
  readonly [field: string]: unknown;
}

/** A network that scores 3 tags of 4 samples, with other fields of the model or of its graph. */
export function smallNetwork({ graph = {}, ...model }: AddedFields = {}) {
  return {
    irVersion: 9,
    opsetImport: [{ domain: '', version: 20 }],
    graph: {
      name: 'small',
      node: [{ opType: 'MatMul', input: ['waveform', 'weight'], output: ['scores'] }],
      initializer: [onesTensor('weight', [4, 3])],
      input: [valueInfo('waveform', ['batch', 4])],
      output: [valueInfo('scores', ['batch', 3])],
      ...graph,
    },
    ...model,
  };
}
