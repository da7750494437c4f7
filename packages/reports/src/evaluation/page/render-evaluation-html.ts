import type { EvaluationReport } from '@earmark/core/evaluation';
import { page } from '../../page/page.ts';
import { STYLE } from '../../page/style.ts';
import { categoriesSection } from './categories-section.ts';
import { curvesSection } from './curves-section.ts';
import { head } from './head.ts';
import { matchingSection } from './matching-section.ts';
import { modelsSection } from './models-section.ts';
import { SERIES_STYLE } from './series-style.ts';
import { tagsSection } from './tags-section.ts';

/** The page evaluation.html. The same report gives the same page. */
export function renderEvaluationHtml(report: EvaluationReport): string {
  return page({
    title: `${report.subject}: Earmark evaluation`,
    styles: [STYLE, SERIES_STYLE],
    body: [
      head(report),
      modelsSection(report),
      curvesSection(report),
      categoriesSection(report),
      tagsSection(report),
      matchingSection(report),
    ],
    footer: 'The numbers of this page, and more decimals, are in evaluation.json beside it.',
  });
}
