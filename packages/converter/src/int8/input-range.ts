import { LEAST_DB } from '@earmark/core/audio';
import { floatsOf, type Graph } from './graph.ts';
import type { Range } from './range.ts';
import { joinRanges } from './range.ts';
import { makesCopies } from './shift-copies.ts';

/**
 * The log-mel spectrograms that a network must tell apart, in dB: the floor of the front end, and what no
 * music reaches, as values beyond a range are cut off.
 */
const LOG_MEL: Range = { min: LEAST_DB, max: 45 };

/** The range of the normalized input of a log-mel network, by the names of the values that hold it. */
export function inputRanges(graph: Graph): ReadonlyMap<string, Range> {
  const normalized = graph.model.nodes.find(({ operator }) => operator === 'BatchNormalization');
  if (!normalized) return new Map();
  const range = normalize(graph, normalized.inputs.slice(1));
  const holders = new Set(normalized.outputs);
  for (const node of graph.model.nodes) {
    const copies = node.operator === 'Pad' || makesCopies(node);
    if (copies && holders.has(node.inputs[0]!)) holders.add(node.outputs[0]!);
  }
  return new Map([...holders].map((value) => [value, range]));
}

/** ONNX's default, which the networks keep. */
const EPSILON = 1e-5;

function normalize({ constants }: Graph, parameters: readonly string[]): Range {
  const [gamma, beta, mean, variance] = parameters.map((name) => floatsOf(constants, name).data);
  const channels = Array.from(gamma!, (scale, i) => {
    const at = (dB: number) =>
      (scale * (dB - mean![i]!)) / Math.sqrt(variance![i]! + EPSILON) + beta![i]!;
    const [low, high] = [at(LOG_MEL.min), at(LOG_MEL.max)];
    return { min: Math.min(low, high), max: Math.max(low, high) };
  });
  return channels.reduce(joinRanges);
}
