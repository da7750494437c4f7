import { quoted } from '../../quoted.ts';
import { KEY_SEPARATOR, MAX_NODES, type OperatorCounts } from './graph-reader.ts';
import type { OperatorCount } from './network-inspection.ts';
import { EXPORT_AGAIN, refuseNetwork } from './refuse-network.ts';

/** The domains of which onnxruntime-node has operators. */
const KNOWN_DOMAINS: ReadonlySet<string> = new Set([
  'ai.onnx',
  'ai.onnx.ml',
  'com.microsoft',
  'com.microsoft.nchwc',
  'ai.onnx.preview.training',
]);

/**
 * All operators that are used, by domain and name.
 *
 * @param graph those of the graph itself
 * @param functions those of each function in the file, by the key of the operator that it defines
 * @throws EarmarkError `MODEL_MISMATCH` for an operator that nothing defines, and for functions that stand for more nodes
 *   than a network may have
 */
export function allOperators(
  graph: OperatorCounts,
  functions: ReadonlyMap<string, OperatorCounts>,
): readonly OperatorCount[] {
  const total = new Map<string, OperatorCount>();
  for (const counts of [graph, ...functions.values()]) {
    for (const [key, count] of counts) {
      const [domain = '', operator = ''] = key.split(KEY_SEPARATOR);
      if (!KNOWN_DOMAINS.has(domain) && !functions.has(key)) refuseUnknown(domain, operator);
      const id = `${domain}${KEY_SEPARATOR}${operator}`;
      total.set(id, { domain, operator, count: count + (total.get(id)?.count ?? 0) });
    }
  }
  requireInlined(graph, functions);
  return [...total.keys()].sort().map((id) => total.get(id)!);
}

function refuseUnknown(domain: string, operator: string): never {
  return refuseNetwork(
    `The network uses the operator ${quoted(operator)} of the domain ${quoted(domain)}, which onnxruntime does not have`,
    `Export it again with operators of ${[...KNOWN_DOMAINS].join(', ')}.`,
  );
}

/** The runtime writes out each function where it is called: a chain of them that call the next one twice doubles with each. */
function requireInlined(
  graph: OperatorCounts,
  functions: ReadonlyMap<string, OperatorCounts>,
): void {
  const sizes = new Map<string, number>();
  const sizeOf = (counts: OperatorCounts): number => {
    let size = 0;
    for (const [key, count] of counts) size += count * calledSize(key);
    return Math.min(size, MAX_NODES + 1);
  };
  const calledSize = (key: string): number => {
    const body = functions.get(key);
    if (!body) return 1;
    const known = sizes.get(key);
    if (known !== undefined) return known;
    // One that is called within itself never ends.
    sizes.set(key, Infinity);
    const size = 1 + sizeOf(body);
    sizes.set(key, size);
    return size;
  };
  if (sizeOf(graph) > MAX_NODES) {
    refuseNetwork(
      `The functions of the network stand for more than ${MAX_NODES} nodes`,
      EXPORT_AGAIN,
    );
  }
}
