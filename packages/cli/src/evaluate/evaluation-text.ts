import type { EvaluationReport, ModelEvaluation, TagEvaluation } from '@earmark/core/evaluation';
import {
  describeDecisions,
  formatMeasure,
  formatPublished,
  describeMatches,
} from '@earmark/reports/evaluation';
import { printable, textTable } from '@earmark/runtime/terminal';

/** Number of best tags, and of worst tags, that are shown. */
const N_TAGS = 5;

/** What `evaluate` prints: the averages of every model, its categories, and the tags of the best one. */
export function evaluationText(report: EvaluationReport): string {
  const { models } = report;
  const [best] = models.toSorted((a, b) => prAucOf(b) - prAucOf(a));
  return [
    comparedText(report),
    modelsText(report),
    categoriesText(models),
    best ? tagsText(best) : '',
  ].join('\n');
}

function prAucOf({ evaluation }: ModelEvaluation): number {
  return evaluation.macro.prAuc ?? 0;
}

function comparedText(report: EvaluationReport): string {
  const all = describeMatches(report);
  const compared = all.flatMap(({ models, lines }) =>
    all.length > 1 ? [`${models.join(', ')}:`, ...lines.map((line) => `  ${line}`)] : lines,
  );
  const absent = report.excluded.map(({ name, reason }) => `${name} is excluded: ${reason}.`);
  return [...compared, ...absent, describeDecisions(report.decisions)]
    .map((line) => `${printable(line)}\n`)
    .join('');
}

const MEASURES = ['ROC-AUC', 'PR-AUC', 'PRECISION', 'RECALL', 'F'];

function modelsText({ models }: EvaluationReport): string {
  const figures = models.find(({ published }) => published !== null)?.published;
  const header = ['MODEL (mean over its tags)', 'TRACKS', 'TAGS', ...MEASURES];
  const rows = models.map(({ name, evaluation, published }) => {
    const { nTracks, tags, macro } = evaluation;
    const { rocAuc, prAuc, precision, recall, fScore } = macro;
    const cells = [rocAuc, prAuc, precision, recall, fScore].map(formatMeasure);
    const row = [printable(name), String(nTracks), String(tags.length), ...cells];
    return figures ? [...row, formatPublished(published)] : row;
  });
  const source = figures
    ? `Published ROC-AUC and PR-AUC: ${figures.source}; on ${figures.tracks}.\n`
    : '';
  const table = textTable([figures ? [...header, 'PUBLISHED ROC, PR'] : header, ...rows]);
  return table + source + undefinedText(models);
}

function undefinedText(models: readonly ModelEvaluation[]): string {
  const most = Math.max(...models.map(({ evaluation }) => evaluation.macro.nWithoutRocAuc));
  if (most === 0) return '';
  return `Up to ${String(most)} tags belong to none or to all of the tracks and have no ROC-AUC; the means exclude them.\n`;
}

function categoriesText(models: readonly ModelEvaluation[]): string {
  const rows = models.flatMap(({ name, evaluation }) =>
    evaluation.categories.map(({ category, n, rocAuc, prAuc }) => [
      printable(name),
      printable(category),
      ...[String(n), formatMeasure(rocAuc), formatMeasure(prAuc)],
    ]),
  );
  return textTable([['MODEL', 'CATEGORY', 'TAGS', 'ROC-AUC', 'PR-AUC'], ...rows]);
}

function tagsText({ name, evaluation }: ModelEvaluation): string {
  const known = evaluation.tags
    .filter(({ rocAuc }) => rocAuc !== null)
    .toSorted((a, b) => (b.rocAuc ?? 0) - (a.rocAuc ?? 0));
  const best = known.slice(0, N_TAGS);
  const worst = known.slice(best.length).slice(-N_TAGS);
  const header = ['TAG', 'TRACKS WITH IT', 'ROC-AUC', 'PR-AUC'];
  const tables = [
    { title: 'Best', tags: best },
    { title: 'Worst', tags: worst },
  ].filter(({ tags }) => tags.length > 0);
  return tables
    .map(
      ({ title, tags }) =>
        `${title} tags of ${printable(name)}\n${textTable([header, ...tags.map(tagRow)])}`,
    )
    .join('\n');
}

function tagRow({ tag, nPositive, rocAuc, prAuc }: TagEvaluation): string[] {
  return [printable(tag), String(nPositive), formatMeasure(rocAuc), formatMeasure(prAuc)];
}
