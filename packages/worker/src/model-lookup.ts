import { EarmarkError } from '@earmark/core/failure';
import { type InstalledModel, isInt8Name, type ModelSpec, scoringOf } from '@earmark/core/model';
import type { ModelRowId } from '@earmark/core/run';
import type { RequestedModel } from '@earmark/inference';
import { findLedgerModel, type LedgerModel, type Queryable } from '@earmark/ledger';

export type ModelLookup = (modelRowId: ModelRowId) => Promise<RequestedModel>;

/**
 * Finds the installed model behind a model row id of a job; asks the ledger once for each.
 *
 * @param onFirstUse called once for each model
 * @throws MODEL_MISSING, MODEL_MISMATCH when it is not installed here, or with other weights than the run requests
 */
export function createModelLookup(
  db: Queryable,
  installed: readonly InstalledModel[],
  onFirstUse: (model: ModelSpec) => void = () => undefined,
): ModelLookup {
  const known = new Map<ModelRowId, RequestedModel>();
  return async (modelRowId) => {
    const before = known.get(modelRowId);
    if (before) return before;
    const requested = await findLedgerModel(db, modelRowId);
    const found = { modelRowId, ...match(modelRowId, requested, installed) };
    if (!known.has(modelRowId)) onFirstUse(found.spec);
    known.set(modelRowId, found);
    return found;
  };
}

const NOT_INSTALLED = 'is not installed here. Install it: earmark models import or add';
const NO_INT8 =
  'this worker may not use. Start it with --profile int8, on a machine where earmark models verify --profile int8 passed.';

function match(
  modelRowId: ModelRowId,
  requested: LedgerModel | undefined,
  installed: readonly InstalledModel[],
): InstalledModel {
  const name = requested?.name ?? `number ${String(modelRowId)}`;
  const found = installed.find(({ spec }) => spec.name === requested?.name);
  if (!requested || !found) {
    throw new EarmarkError(
      'MODEL_MISSING',
      `A job requests the model ${name}, which ${isInt8Name(name) ? NO_INT8 : NOT_INSTALLED}`,
    );
  }
  const { weightsSha256, conversionVersion } = found.spec;
  const scoring = scoringOf(found.spec);
  if (
    weightsSha256 !== requested.weightsSha256 ||
    conversionVersion !== requested.conversionVersion ||
    scoring !== requested.scoring
  ) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `A job requests the model ${name} with weights ${requested.weightsSha256.slice(0, 12)} ` +
        `(${requested.conversionVersion}, ${requested.scoring}); installed here is ` +
        `${weightsSha256.slice(0, 12)} (${conversionVersion}, ${scoring}). ` +
        'Install the same model and the same version of Earmark everywhere.',
    );
  }
  return found;
}
