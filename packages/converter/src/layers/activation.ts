import { type Network, nodeName, type Vector } from './network.ts';

/** max(x, 0). */
export function relu<T extends Vector>(network: Network, x: T, layer: string): T {
  return activate(network, x, 'Relu', `${nodeName(layer)}/relu`);
}

/** x where it is positive, else exp(x) - 1. */
export function elu<T extends Vector>(network: Network, x: T, layer: string): T {
  return activate(network, x, 'Elu', `${nodeName(layer)}/elu`);
}

export function tanh<T extends Vector>(network: Network, x: T, layer: string): T {
  return activate(network, x, 'Tanh', `${nodeName(layer)}/tanh`);
}

/** x times the normal distribution's share below x: the exact form, with erf. */
export function gelu<T extends Vector>(network: Network, x: T, layer: string): T {
  return activate(network, x, 'Gelu', `${nodeName(layer)}/gelu`);
}

function activate<T extends Vector>({ graph }: Network, x: T, operator: string, name: string): T {
  return { ...x, name: graph.node(operator, name, [x.name]) };
}
