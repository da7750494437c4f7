import type { RunReport } from '@earmark/core/report/run-report.js';
import { agreementSection } from './agreement-section.ts';
import { failuresSection } from './failures-section.ts';
import { modelsSection } from './models-section.ts';
import { page } from './page.ts';
import { softwareSection } from './software-section.ts';
import { STYLE } from './style.ts';
import { summary } from './summary.ts';
import { tagsSection } from './tags-section.ts';

/** The page report.html. The same report gives the same page. */
export function renderReportHtml(report: RunReport): string {
  return page({
    title: `${report.run.source}: Earmark run ${report.run.id}`,
    styles: [STYLE],
    body: [
      summary(report),
      agreementSection(report),
      tagsSection(report),
      failuresSection(report),
      modelsSection(report),
      softwareSection(report),
    ],
    footer: 'The numbers of this page, and more decimals, are in report.json beside it.',
  });
}
