import { EarmarkError } from '@earmark/core/failure';
import type { ModelManifest, Upstream } from '@earmark/core/model';
import { manifestsNamed } from './choose-models.ts';

/** A model whose checkpoint can be downloaded. */
export interface PublishedModel {
  readonly manifest: ModelManifest;
  readonly upstream: Upstream;
}

/**
 * The models to download: names, data sets or `all`; without a request those of jamendo. A model that is not
 * published is left out of its data set.
 *
 * @throws USAGE_INVALID for an unknown name, MODEL_MISSING for the name of a model that is not published
 */
export function choosePublished(
  manifests: readonly ModelManifest[],
  requested: readonly string[],
): readonly PublishedModel[] {
  const names = requested.length > 0 ? requested : ['jamendo'];
  const named = new Set(names.flatMap((name) => published(manifests, name)));
  return [...named].flatMap((manifest) =>
    manifest.upstream ? { manifest, upstream: manifest.upstream } : [],
  );
}

function published(manifests: readonly ModelManifest[], name: string): readonly ModelManifest[] {
  const models = manifestsNamed(manifests, name).filter(({ upstream }) => upstream);
  if (models.length > 0) return models;
  throw new EarmarkError(
    'MODEL_MISSING',
    `No checkpoint of ${name} is published. Install one of your own from a folder that holds ` +
      `${name}/best_model.pth: earmark models import DIR`,
  );
}
