import { joinLayouts } from './channel-layout.ts';
import type { FeatureMap, Network } from './network.ts';
import { requireSameChannels } from './same-channels.ts';

/**
 * The sum of two values of one size. Both must have all their channels, so neither may be pruned.
 */
export function add(
  { graph }: Network,
  [a, b]: readonly [FeatureMap, FeatureMap],
  name: string,
): FeatureMap {
  requireSameChannels(name, a, b);
  return { ...a, name: graph.node('Add', name, [a.name, b.name]) };
}

/** The channels of all values, one after the other; the values have the same size. */
export function concat(
  { graph }: Network,
  values: readonly [FeatureMap, ...FeatureMap[]],
  name: string,
): FeatureMap {
  const names = values.map((value) => value.name);
  return {
    name: graph.node('Concat', name, names, { axis: 1 }),
    layout: joinLayouts(values.map(({ layout }) => layout)),
    size: values[0].size,
  };
}
