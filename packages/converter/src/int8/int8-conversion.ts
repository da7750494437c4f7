import { encodeModel, type Model, type Node } from '../onnx/model-proto.ts';
import { readModel } from '../onnx/read-model.ts';
import { gatesAsPoints } from './gates-as-points.ts';
import { toGraph } from './graph.ts';
import { inputRanges } from './input-range.ts';
import { quantizedParts } from './quantized-values.ts';
import { quantizeGraph, rangeIn } from './quantize-graph.ts';
import { joinRanges, type Range, toQuantization } from './range.ts';
import { shiftCopies } from './shift-copies.ts';
import { waveformProducts } from './waveform-products.ts';

/** Version of the conversion to int8, as `CONVERSION_VERSION` is of the one to float32. */
export const INT8_CONVERSION_VERSION = 'int8-2';

/** How a network is converted to int8. */
export interface Int8Conversion {
  /** Names of the values that are quantized, in the order of their ranges. */
  readonly values: readonly string[];
  /** The convolutions that are computed in int8. */
  readonly layers: readonly string[];
  /**
   * An `.onnx` file that measures: the inputs of the network, one output `ranges` [2 x values], the least and the
   * greatest of each value.
   */
  readonly measuring: Uint8Array;
  /**
   * The `.onnx` file of the network with convolutions in int8: activations have 256 steps over the range of the
   * value, weights 255 for each output channel; all else stays in float32.
   *
   * @param ranges one a value
   * @param only layers to convert, to find the one that changes scores most; all unless told
   */
  convert(ranges: readonly Range[], only?: readonly string[]): Uint8Array;
  /** The ranges in a file that `convert` made. */
  rangesIn(onnx: Uint8Array): readonly Range[];
}

/**
 * The conversion to int8 of a network that was converted to float32.
 *
 * @param onnx as `convertCheckpoint` gives it
 */
export function toInt8(onnx: Uint8Array): Int8Conversion {
  const model = waveformProducts(shiftCopies(gatesAsPoints(readModel(onnx))));
  const graph = toGraph(model);
  const { values, convolutions } = quantizedParts(graph);
  const given = inputRanges(graph);
  return {
    values,
    layers: convolutions.map(({ node }) => node.name),
    measuring: encodeModel(measuringModel(model, values)),
    convert(ranges, only) {
      const parts = quantizedParts(graph, only);
      const steps = new Map(
        parts.values.map((value) => {
          const measured = ranges[values.indexOf(value)]!;
          return [value, toQuantization(joinRanges(measured, given.get(value) ?? measured))];
        }),
      );
      const quantized = quantizeGraph(graph, parts, steps);
      return encodeModel({ ...model, ...quantized, producerVersion: INT8_CONVERSION_VERSION });
    },
    rangesIn: (onnx) => {
      const { constants } = toGraph(readModel(onnx));
      return values.map((value) => rangeIn(constants, value));
    },
  };
}

function measuringModel(model: Model, values: readonly string[]): Model {
  const extremes = [
    ['ReduceMin', 'least'],
    ['ReduceMax', 'greatest'],
  ] as const;
  const measured = values.flatMap((value) =>
    extremes.map(([operator, name]): Node => {
      const output = `${value}/${name}`;
      return {
        operator,
        name: output,
        inputs: [value],
        outputs: [output],
        attributes: { keepdims: 0 },
      };
    }),
  );
  const asVector = measured.map(({ name }): Node => ({
    operator: 'Reshape',
    name: `${name}/element`,
    inputs: [name, 'one_element'],
    outputs: [`${name}/element`],
    attributes: {},
  }));
  const joined: Node = {
    operator: 'Concat',
    name: 'ranges',
    inputs: asVector.map(({ name }) => name),
    outputs: ['ranges'],
    attributes: { axis: 0 },
  };
  const one = { name: 'one_element', shape: [1], data: BigInt64Array.of(1n) };
  return {
    ...model,
    nodes: [...model.nodes, ...measured, ...asVector, joined],
    constants: [...model.constants, one],
    outputs: [{ name: 'ranges', shape: [joined.inputs.length] }],
  };
}
