/** Names of models as short as they can be: without the data set where all have the same. */
export function shortModelNames(ids: readonly string[]): string[] {
  const models = ids.filter((id) => id.includes('/'));
  const dataSets = new Set(models.map((id) => id.split('/')[0]));
  return dataSets.size > 1 ? [...ids] : ids.map((id) => id.slice(id.indexOf('/') + 1));
}
