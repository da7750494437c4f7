import { ensembleScores, type ScoreMatrix } from '@earmark/core/agreement';
import { EarmarkError } from '@earmark/core/failure';
import { isInt8Name, type Vocabulary } from '@earmark/core/model';
import type { RunId } from '@earmark/core/run';
import type { Pool, RunModel } from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import { countScoresRead, readScores } from '../build-report.ts';

/** One model of a run, or several of the same tags, whose mean counts. */
export interface Scorer {
  /** Name of the model; `ensemble/<vocabulary>` of several, `ensemble_int8/<vocabulary>` when some are in int8. */
  readonly name: string;
  readonly models: readonly RunModel[];
}

/** Each model alone. */
export function singleScorers(models: readonly RunModel[]): readonly Scorer[] {
  return models.map((model) => ({ name: model.name, models: [model] }));
}

/**
 * The models of each vocabulary that has several, together: the ensemble of the report.
 *
 * @throws USAGE_INVALID when no vocabulary has several
 */
export function ensembleScorers(models: readonly RunModel[], runId: RunId): readonly Scorer[] {
  const vocabularies = [...new Set(models.map(({ vocabulary }) => vocabulary))];
  const all = vocabularies.map((id) => {
    const members = models.filter(({ vocabulary }) => vocabulary === id);
    const form = members.some(({ name }) => isInt8Name(name)) ? '_int8' : '';
    return { name: `ensemble${form}/${id}`, models: members };
  });
  const several = all.filter((scorer) => scorer.models.length > 1);
  if (several.length > 0) return several;
  throw new EarmarkError(
    'USAGE_INVALID',
    `--ensemble needs two models of the same tags; of run ${runId} it has ${models.map(({ name }) => name).join(', ')}. Without --ensemble each model has its own playlists.`,
  );
}

/** The scores of a scorer for the tracks of a run. @param rowOf the row of each track: see `rowsOfTracks` */
export async function readTagScores(
  pool: Pool,
  runId: RunId,
  { models }: Scorer,
  {
    rowOf,
    onWork,
  }: { readonly rowOf: ReadonlyMap<number, number>; readonly onWork?: OnWork | undefined },
): Promise<{ readonly vocabulary: Vocabulary; readonly scores: ScoreMatrix }> {
  const readNext = countScoresRead(models.length, onWork);
  const members = [];
  for (const model of models) {
    members.push(await readScores(pool, runId, model, rowOf));
    readNext();
  }
  const [first] = members;
  if (!first) throw new RangeError('A scorer has at least one model');
  const scores =
    members.length === 1 ? first.scores : ensembleScores(members.map((member) => member.scores));
  return { vocabulary: first.vocabulary, scores };
}
