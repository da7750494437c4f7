import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { ModelKey } from '@earmark/core/ids.js';
import { findLedgerModel, type LedgerModel } from '@earmark/runtime/ledger/models.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import type { Queryable } from '@earmark/runtime/postgres/pool.js';
import type { KeyedModel } from './inference/score-request.ts';

export type ModelLookup = (key: ModelKey) => Promise<KeyedModel>;

/**
 * Finds the installed model behind the key of a job.
 *
 * @throws MODEL_MISSING, MODEL_MISMATCH when it is not installed here, or with other weights than the run wants
 */
export function createModelLookup(db: Queryable, installed: readonly ModelAtHand[]): ModelLookup {
  const known = new Map<ModelKey, KeyedModel>();
  return async (key) => {
    const found = known.get(key) ?? {
      key,
      ...match(key, await findLedgerModel(db, key), installed),
    };
    known.set(key, found);
    return found;
  };
}

function match(
  key: ModelKey,
  wanted: LedgerModel | undefined,
  installed: readonly ModelAtHand[],
): ModelAtHand {
  const name = wanted?.name ?? `number ${String(key)}`;
  const atHand = installed.find(({ model }) => model.id === wanted?.name);
  if (!wanted || !atHand) {
    throw new EarmarkError(
      'MODEL_MISSING',
      `A job wants the model ${name}, which is not installed here. Install it: earmark models import DIR`,
    );
  }
  const { weightsSha256, profile, scoring } = atHand.model;
  if (
    weightsSha256 !== wanted.weightsSha256 ||
    profile !== wanted.profile ||
    wanted.scoring !== scoring
  ) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `A job wants the model ${name} with weights ${wanted.weightsSha256.slice(0, 12)} (${wanted.profile}, ` +
        `${wanted.scoring}); installed here is ${weightsSha256.slice(0, 12)} (${profile}, ${scoring}). ` +
        'Install the same model and the same version of Earmark everywhere.',
    );
  }
  return atHand;
}
