/** What an `.onnx` file says about its network. Texts have at most 1,024 bytes and no control characters. */
export interface NetworkInspection {
  readonly irVersion: number;
  /** The program that wrote the file; empty where it does not say. */
  readonly producer: { readonly name: string; readonly version: string };
  readonly opsets: readonly Opset[];
  /** What has to be fed: inputs that an initializer stands for are left out. */
  readonly inputs: readonly NetworkValue[];
  readonly outputs: readonly NetworkValue[];
  /** Of the graph, its subgraphs and the functions in the file, each counted as often as it is written there. */
  readonly operators: readonly OperatorCount[];
  /** The sum of these counts. */
  readonly nNodes: number;
  /** Of the graph and its subgraphs. */
  readonly nInitializers: number;
  /** Bytes of all tensors that are stored, in the file or beside it. */
  readonly weightBytes: number;
  readonly externalData: readonly ExternalData[];
  /** As its writer stored it; the values may hold any character. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface Opset {
  /** `ai.onnx` where the file leaves it empty. */
  readonly domain: string;
  readonly version: number;
}

export interface OperatorCount {
  readonly domain: string;
  readonly operator: string;
  readonly count: number;
}

/** An input or output of the network. */
export interface NetworkValue {
  readonly name: string;
  /** As `float32`, or `sequence`, `map`, `optional`; undefined where the file leaves it to be inferred. */
  readonly elementType: string | undefined;
  /** Undefined when not even the number of axes is known. */
  readonly shape: readonly Axis[] | undefined;
}

/** A length, the name of one that may vary, or null for one that is not known. */
export type Axis = number | string | null;

/** Axes of a tensor, an input or an output: more than any network for audio has. */
export const MAX_RANK = 8;

/** A tensor whose elements lie in another file. */
export interface ExternalData {
  readonly tensor: string;
  /** The name of a file in the folder of the network, without any path. */
  readonly file: string;
  readonly offset: number;
  /** As many bytes as the shape and type of the tensor take. Whether the file has them is not known here. */
  readonly sizeBytes: number;
}
