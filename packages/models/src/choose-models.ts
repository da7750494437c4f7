import { EarmarkError } from '@earmark/core/failure';
import {
  type CatalogueEntry,
  type InstalledModel,
  readsDatasetLogMel,
  type Upstream,
} from '@earmark/core/model';
import type { InputKind } from '@earmark/core/run';
import { didYouMean, similarTo } from '@earmark/runtime/did-you-mean';
import { installedOf, type KnownModel, type NamedModel } from './catalogue.ts';

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
  known: readonly KnownModel[],
  { models: requested, input = 'audio' }: ModelRequest,
): readonly InstalledModel[] {
  if (input === 'melspecs') return chooseReadersOfMelspecs(known, requested);
  if (requested) return resolveAll(known, requested);
  const installed = installedOf(matching(known, 'jamendo'));
  if (installed.length > 0) return installed;
  return orMissing(installedOf(known.filter(({ demonstration }) => demonstration)), 'all');
}

function chooseReadersOfMelspecs(
  known: readonly KnownModel[],
  requested: readonly string[] | undefined,
): readonly InstalledModel[] {
  const models = requested ? resolveAll(known, requested) : installedOf(known);
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
  known: readonly KnownModel[],
  names: readonly string[],
): readonly InstalledModel[] {
  return [...new Set(names.flatMap((name) => resolve(known, name)))];
}

function resolve(known: readonly KnownModel[], name: string): readonly InstalledModel[] {
  const named = matching(known, name);
  const [first] = named;
  const installed = installedOf(named);
  if (installed.length === 0 && first?.entry === null) throw notAdded(first.name);
  const withTags = installed.filter(({ spec }) => spec.nTags > 0);
  if (withTags.length === 0 && installed[0]) throw withoutTags(installed[0]);
  return orMissing(withTags, name);
}

function notAdded(name: string): EarmarkError {
  return new EarmarkError(
    'MODEL_MISSING',
    `${name} is not installed. Its manifest comes with Earmark, and its network is yours to get: earmark models add ${name} --onnx FILE`,
  );
}

function withoutTags({ spec }: InstalledModel): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `${spec.name} has an embedding and no tags. Name a model that reads its embedding.`,
  );
}

function matching(known: readonly KnownModel[], name: string): readonly KnownModel[] {
  return modelsNamed(known, name);
}

function orMissing(models: readonly InstalledModel[], name: string): readonly InstalledModel[] {
  if (models.length > 0) return models;
  throw new EarmarkError(
    'MODEL_MISSING',
    `The weights of ${name === 'all' ? 'every model' : name} are not installed. Download them: earmark models ` +
      `pull ${name}; or install your own from <dataset>/<name>/best_model.pth: earmark models import DIR`,
  );
}

/** What decides for which models a name stands. */
type Named = Omit<NamedModel, 'entry'>;

/**
 * The models that a name stands for: one model (`jamendo/fcn`), a data set (`jamendo`) or `all`. The demonstration
 * model is included only by its own name, a model that cannot be used never.
 *
 * @throws USAGE_INVALID for an unknown name, and for the name of a model that cannot be used
 */
export function modelsNamed<M extends Named>(
  models: readonly M[],
  requested: string,
): readonly M[] {
  const exact = models.find(({ name }) => name === requested);
  if (exact) return [assertUsable(exact)];
  const group = models.filter(
    ({ name, demonstration, unusable }) =>
      (requested === 'all' || name.startsWith(`${requested}/`)) &&
      !demonstration &&
      unusable === null,
  );
  return group.length > 0 ? group : unknown(models, requested);
}

function assertUsable<M extends Named>(model: M): M {
  const { name, unusable } = model;
  if (unusable === null) return model;
  throw new EarmarkError('USAGE_INVALID', `${name} cannot be used: ${unusable}.`);
}

function unknown(models: readonly Named[], requested: string): never {
  const names = models.filter(({ unusable }) => unusable === null).map(({ name }) => name);
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
  readonly entry: CatalogueEntry;
  readonly upstream: Upstream;
}

/**
 * The models to download: names, data sets or `all`; without a request those of jamendo. A model that is not
 * published is left out of its data set.
 *
 * @throws USAGE_INVALID for an unknown name, MODEL_MISSING for the name of a model that is not published
 */
export function choosePublished(
  catalogue: readonly CatalogueEntry[],
  requested: readonly string[],
): readonly PublishedModel[] {
  const names = requested.length > 0 ? requested : ['jamendo'];
  const named = new Set(names.flatMap((name) => published(catalogue, name)));
  return [...named].flatMap((entry) => (entry.upstream ? { entry, upstream: entry.upstream } : []));
}

function published(catalogue: readonly CatalogueEntry[], name: string): readonly CatalogueEntry[] {
  const models = modelsNamed(catalogue, name).filter(({ upstream }) => upstream);
  if (models.length > 0) return models;
  throw new EarmarkError(
    'MODEL_MISSING',
    `No checkpoint of ${name} is published. Install one of your own from a folder that holds ` +
      `${name}/best_model.pth: earmark models import DIR`,
  );
}
