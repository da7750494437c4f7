import { createPool } from '@earmark/ledger';
import type { InstalledModel } from '@earmark/core/model';
import { childCpuSeconds, ownCpuSeconds } from '../support/cpu-seconds.ts';
import { type FewAndMany, tagFewAndMany } from '../support/few-and-many.ts';
import type { PrivateServices } from '../support/private-services.ts';
import { byNetwork, type Scored, type ScoresByNetwork } from './cost.ts';
import { decodeTrack } from './earmark-decoder.ts';
import { scoreAlone, type ScoredAlone } from './score-alone.ts';

export interface EarmarkSubject {
  readonly services: PrivateServices;
  /** By name of the network. */
  readonly models: ReadonlyMap<string, InstalledModel>;
  /** The tracks to be scored, in order of file. */
  readonly paths: readonly string[];
  /** The folder that has these and no others, and one with more. */
  readonly tracks: FewAndMany;
}

export interface ScoredByEarmark extends Scored {
  /** Of the networks by themselves; `scores` are those that the worker stored. */
  readonly scoresAlone: ScoresByNetwork;
}

/** Has a worker with one inference thread tag the tracks, then decodes them and runs each network in this process. */
export async function scoreByEarmark(subject: EarmarkSubject): Promise<ScoredByEarmark> {
  const { services, models, paths, tracks } = subject;
  const networks = [...models.keys()];
  const { cpuPerTrack, cpuOnce } = await tagFewAndMany(services, tracks, {
    models: [...models.values()].map(({ spec }) => spec.name),
    work: ['--threads', '1', '--decode', '1'],
  });

  const decoded = await decodeAlone(paths);
  const alone = new Map<string, ScoredAlone>();
  for (const [name, model] of models) alone.set(name, await scoreAlone(model, decoded.waveforms));
  return {
    cost: {
      networks: byNetwork(networks, (name) => alone.get(name)!.cpuSeconds / paths.length),
      decoding: decoded.cpuSeconds / paths.length,
      perTrack: cpuPerTrack,
      start: cpuOnce,
    },
    scores: await newestScores(services.databaseUrl, networks),
    scoresAlone: byNetwork(networks, (name) => alone.get(name)!.scores),
  };
}

async function decodeAlone(paths: readonly string[]) {
  const cpuSeconds = () => childCpuSeconds() + ownCpuSeconds();
  const begin = cpuSeconds();
  const waveforms: Float32Array[] = [];
  for (const path of paths) waveforms.push(await decodeTrack(path));
  return { waveforms, cpuSeconds: cpuSeconds() - begin };
}

/** What the last run has stored. */
async function newestScores(
  databaseUrl: string,
  networks: readonly string[],
): Promise<ScoresByNetwork> {
  const pool = createPool(databaseUrl);
  const { rows } = await pool.query<{ name: string; scores: number[] }>(
    `select m.name, p.scores
     from run_track rt join prediction p using (track_id) join model m on m.id = p.model_id
     where rt.run_id = (select max(id) from run) order by rt.file`,
  );
  await pool.end();
  return byNetwork(networks, (network) =>
    rows.filter(({ name }) => name === `jamendo/${network}`).map(({ scores }) => scores),
  );
}
