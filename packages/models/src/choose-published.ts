import { EarmarkError } from '@earmark/core/failure';
import type { ModelManifest, Upstream } from '@earmark/core/model';
import { modelsNamed } from './choose-models.ts';

/** A model whose checkpoint can be downloaded. */
export interface PublishedModel {
  readonly manifest: ModelManifest;
  readonly upstream: Upstream;
}

/**
 * The models to download: ids, data sets or `all`; without a wish those of jamendo. What is not published is
 * left out of a data set.
 *
 * @throws USAGE_INVALID for a name nobody knows, MODEL_MISSING for the id of a model that is not published
 */
export function choosePublished(
  manifests: readonly ModelManifest[],
  wishes: readonly string[],
): readonly PublishedModel[] {
  const names = wishes.length > 0 ? wishes : ['jamendo'];
  const named = new Set(names.flatMap((name) => published(manifests, name)));
  return [...named].flatMap((manifest) =>
    manifest.upstream ? { manifest, upstream: manifest.upstream } : [],
  );
}

function published(manifests: readonly ModelManifest[], name: string): readonly ModelManifest[] {
  const models = modelsNamed(manifests, name).filter(({ upstream }) => upstream);
  if (models.length > 0) return models;
  throw new EarmarkError(
    'MODEL_MISSING',
    `No checkpoint of ${name} is published. Install one of your own from a folder that holds ` +
      `${name}/best_model.pth: earmark models import DIR`,
  );
}
