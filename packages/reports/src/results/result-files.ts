/** Names of the three result files of a model. */
export interface ResultFiles {
  readonly resultsCsv: string;
  readonly resultsJson: string;
  readonly scoresCsv: string;
}

/**
 * Names of the result files of a model, e.g. `results_jamendo_crnn_20260131.csv`.
 *
 * @param model `<dataset>/<name>`
 * @param date its day in local time is part of the names
 */
export function resultFiles(model: string, date: Date): ResultFiles {
  const suffix = toSuffix(model, date);
  return {
    resultsCsv: `results_${suffix}.csv`,
    resultsJson: `results_${suffix}.json`,
    scoresCsv: `scores_${suffix}.csv`,
  };
}

/** Names of the embeddings of a model and of the list of their files, e.g. `embeddings_jamendo_crnn_20260131.npy`. */
export function embeddingFiles(
  model: string,
  date: Date,
): { readonly matrix: string; readonly rows: string } {
  const name = `embeddings_${toSuffix(model, date)}`;
  return { matrix: `${name}.npy`, rows: `${name}.json` };
}

/** Name of the lengths and levels of the tracks of a run, e.g. `tracks_20260131.csv`. */
export function tracksCsvFile(date: Date): string {
  return `tracks_${localDay(date)}.csv`;
}

/** Name of the scores of a model as Parquet, e.g. `scores_jamendo_crnn_20260131.parquet`. */
export function scoresParquetFile(model: string, date: Date): string {
  return `scores_${toSuffix(model, date)}.parquet`;
}

/** Name of the Parquet file with the scores of all models, e.g. `scores_20260131.parquet`. */
export function allScoresParquetFile(date: Date): string {
  return `scores_${localDay(date)}.parquet`;
}

/** Name of the folder with the playlists of a model or an ensemble, e.g. `playlists_jamendo_crnn_20260131`. */
export function playlistsFolder(model: string, date: Date): string {
  return `playlists_${toSuffix(model, date)}`;
}

function toSuffix(model: string, date: Date): string {
  return `${model.replace('/', '_')}_${localDay(date)}`;
}

function localDay(date: Date): string {
  const year = String(date.getFullYear()).padStart(4, '0');
  const month = String(date.getMonth() + 1).padStart(2, '0');
  const day = String(date.getDate()).padStart(2, '0');
  return `${year}${month}${day}`;
}
