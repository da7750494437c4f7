/** What a program takes, in CPU seconds (user and system, child processes included). */
export interface Cost {
  /** Of each network with its front end, for a track. */
  readonly networks: Readonly<Record<string, number>>;
  /** For a track. */
  readonly decoding: number;
  /** Of all that is done for a track. */
  readonly perTrack: number;
  /** Once: starting the program and loading the networks. */
  readonly start: number;
}

/** The scores of each network for each track, in vocabulary order. */
export type ScoresByNetwork = Readonly<Record<string, readonly (readonly number[])[]>>;

export interface Scored {
  readonly cost: Cost;
  readonly scores: ScoresByNetwork;
}

/** One value for each network. */
export function byNetwork<T>(
  networks: readonly string[],
  valueOf: (network: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(networks.map((network) => [network, valueOf(network)]));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
