import { EarmarkError } from '@earmark/core/failure';
import {
  type InstalledModel,
  type ModelManifest,
  readsDatasetLogMel,
  type Upstream,
} from '@earmark/core/model';
import type { InputKind } from '@earmark/core/run';
import { didYouMean, similarTo } from '@earmark/runtime/did-you-mean';
import { type CatalogueModel, installedOf } from './catalogue.ts';

/** What a command line says of the models of a run. */
export interface ModelRequest {
  /** Names (`jamendo/fcn`), data sets (`jamendo`) or `all`. */
  readonly models?: readonly string[] | undefined;
  /** What they read. */
  readonly input?: InputKind | undefined;
}

/**
 * The models that a command line requests. Without a request: every installed jamendo model, else the demonstration
 * model; of mel-spectrograms every installed model that reads them.
 *
 * @throws USAGE_INVALID for an unknown name, and for a model that reads something else; MODEL_MISSING for a model
 *   without weights
 */
export function chooseModels(
  catalogue: readonly CatalogueModel[],
  { models: requested, input = 'audio' }: ModelRequest,
): readonly InstalledModel[] {
  if (input === 'melspecs') return chooseReadersOfMelspecs(catalogue, requested);
  if (requested) return resolveAll(catalogue, requested);
  const installed = installedOf(matching(catalogue, 'jamendo'));
  if (installed.length > 0) return installed;
  return orMissing(installedOf(catalogue.filter(({ manifest }) => manifest.demonstration)), 'all');
}

function chooseReadersOfMelspecs(
  catalogue: readonly CatalogueModel[],
  requested: readonly string[] | undefined,
): readonly InstalledModel[] {
  const models = requested ? resolveAll(catalogue, requested) : installedOf(catalogue);
  const other = models.find(({ spec }) => !readsDatasetLogMel(spec));
  if (requested && other) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${other.spec.name} reads audio, and no mel-spectrograms of the dataset. ` +
        'Leave out --input melspecs, or name a model that reads them, such as moodtheme/baseline.',
    );
  }
  const readers = models.filter(({ spec }) => readsDatasetLogMel(spec));
  return orMissing(readers, 'moodtheme/baseline');
}

function resolveAll(
  catalogue: readonly CatalogueModel[],
  names: readonly string[],
): readonly InstalledModel[] {
  return [...new Set(names.flatMap((name) => resolve(catalogue, name)))];
}

function resolve(catalogue: readonly CatalogueModel[], name: string): readonly InstalledModel[] {
  return orMissing(installedOf(matching(catalogue, name)), name);
}

function matching(catalogue: readonly CatalogueModel[], name: string): readonly CatalogueModel[] {
  const matches = manifestsNamed(
    catalogue.map(({ manifest }) => manifest),
    name,
  );
  return catalogue.filter(({ manifest }) => matches.includes(manifest));
}

function orMissing(models: readonly InstalledModel[], name: string): readonly InstalledModel[] {
  if (models.length > 0) return models;
  throw new EarmarkError(
    'MODEL_MISSING',
    `The weights of ${name === 'all' ? 'every model' : name} are not installed. Download them: earmark models ` +
      `pull ${name}; or install your own from <dataset>/<name>/best_model.pth: earmark models import DIR`,
  );
}

/**
 * The models that a name stands for: one model (`jamendo/fcn`), a data set (`jamendo`) or `all`. The demonstration
 * model is included only by its own name, a model that cannot be used never.
 *
 * @throws USAGE_INVALID for an unknown name, and for the name of a model that cannot be used
 */
export function manifestsNamed(
  manifests: readonly ModelManifest[],
  requested: string,
): readonly ModelManifest[] {
  const exact = manifests.find(({ name }) => name === requested);
  if (exact) return [assertUsable(exact)];
  const group = manifests.filter(
    ({ name, demonstration, unusable }) =>
      (requested === 'all' || name.startsWith(`${requested}/`)) &&
      !demonstration &&
      unusable === null,
  );
  return group.length > 0 ? group : unknown(manifests, requested);
}

function assertUsable(manifest: ModelManifest): ModelManifest {
  const { name, unusable } = manifest;
  if (unusable === null) return manifest;
  throw new EarmarkError('USAGE_INVALID', `${name} cannot be used: ${unusable}.`);
}

function unknown(manifests: readonly ModelManifest[], requested: string): never {
  const names = manifests.filter(({ unusable }) => unusable === null).map(({ name }) => name);
  const dataSets = new Set(names.map((name) => name.split('/')[0] ?? name));
  const sameName = names.filter((name) => name.endsWith(`/${requested}`));
  const similar = sameName.length > 0 ? sameName : similarTo(requested, [...names, ...dataSets]);
  const next =
    didYouMean(similar) || ` Name a model, a data set (${[...dataSets].join(', ')}) or all.`;
  throw new EarmarkError(
    'USAGE_INVALID',
    `There is no model "${requested}".${next} All names: earmark models list`,
  );
}

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
