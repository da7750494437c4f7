import { gelu } from './activation.ts';
import { type Network, nodeName } from './network.ts';
import { requireSameChannels } from './same-channels.ts';
import { projectTokens, type Tokens } from './tokens.ts';

/**
 * One encoder layer of BERT: self-attention, then a wider hidden layer, each added to its input and
 * normalized.
 *
 * @see Devlin, Chang, Lee, Toutanova, "BERT", 2018; Vaswani et al., "Attention Is All You Need",
 *   2017
 */
export function transformerLayer(
  network: Network,
  x: Tokens,
  layer: string,
  nHeads: number,
): Tokens {
  const mixed = selfAttention(network, x, `${layer}.attention.self`, nHeads);
  const attended = addAndNormalize(network, mixed, x, `${layer}.attention.output`);
  const wide = projectTokens(network, attended, `${layer}.intermediate.dense`);
  const active = gelu(network, wide, `${layer}.intermediate`);
  return addAndNormalize(network, active, attended, `${layer}.output`);
}

/**
 * Each token as a mix of all tokens, softmax(query key^T / sqrt(width)) value, in `nHeads` parts.
 */
function selfAttention({ weights, graph }: Network, x: Tokens, layer: string, nHeads: number) {
  const node = nodeName(layer);
  const width = x.layout.nChannels / nHeads;
  const heads = (part: string, perm: readonly number[]) => {
    const values = projectTokens({ weights, graph }, x, `${layer}.${part}`);
    requireSameChannels(`${node}/${part}`, values, x);
    const shape = graph.integers([0, 0, nHeads, width]); // 0 keeps an axis as it is
    const parts = graph.node('Reshape', `${node}/${part}/split`, [values.name, shape]);
    return graph.node('Transpose', `${node}/${part}/heads`, [parts], { perm });
  };
  const query = heads('query', [0, 2, 1, 3]);
  const key = heads('key', [0, 2, 3, 1]);
  const value = heads('value', [0, 2, 1, 3]);

  // Every token with every other, for the products and again for the mix.
  graph.countMacs(2 * x.nTokens ** 2 * x.layout.nChannels);
  const products = graph.node('MatMul', `${node}/products`, [query, key]);
  const scale = graph.floats(`${layer}.scale`, [], Float32Array.of(1 / Math.sqrt(width)));
  const scaled = graph.node('Mul', `${node}/scale`, [products, scale]);
  const shares = graph.node('Softmax', `${node}/softmax`, [scaled], { axis: 3 });
  const mixed = graph.node('MatMul', `${node}/mix`, [shares, value]);
  const byToken = graph.node('Transpose', `${node}/by_token`, [mixed], { perm: [0, 2, 1, 3] });
  const joined = graph.integers([0, 0, x.layout.nChannels]);
  return { ...x, name: graph.node('Reshape', `${node}/join`, [byToken, joined]) };
}

/** A projection of `x`, added to what skipped the part before it, each token then normalized. */
function addAndNormalize(network: Network, x: Tokens, skipped: Tokens, layer: string): Tokens {
  const { weights, graph } = network;
  const node = nodeName(layer);
  const projected = projectTokens(network, x, `${layer}.dense`);
  requireSameChannels(`${node}/add`, projected, skipped);
  const sum = graph.node('Add', `${node}/add`, [projected.name, skipped.name]);
  const parameters = ['weight', 'bias'].map((field) => {
    const name = `${layer}.LayerNorm.${field}`;
    const nChannels = projected.layout.nChannels;
    return graph.floats(name, [nChannels], weights.take(name, [nChannels]).data);
  });
  const attributes = { axis: 2, epsilon: { float: 1e-12 } };
  const name = graph.node('LayerNormalization', `${node}/norm`, [sum, ...parameters], attributes);
  return { ...projected, name };
}
