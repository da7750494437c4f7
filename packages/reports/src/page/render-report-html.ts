import type { RunReport } from '@earmark/core/report';
import { agreementSection } from './agreement-section.ts';
import { failuresSection } from './failures-section.ts';
import { modelsSection } from './models-section.ts';
import { page } from './page.ts';
import { reviewSection } from './review-section.ts';
import { scoresSection } from './scores-section.ts';
import { silentSection } from './silent-section.ts';
import { STYLE } from './style.ts';
import { summary } from './summary.ts';
import { SORT_SCRIPT } from './table.ts';
import { tagAgreementSection } from './tag-agreement-section.ts';
import { tagsSection } from './tags-section.ts';

/** The page report.html, complete without its one script. The same report gives the same page. */
export function renderReportHtml(report: RunReport): string {
  return page({
    title: `${report.run.source}: Earmark run ${report.run.id}`,
    styles: [STYLE],
    body: [
      summary(report),
      agreementSection(report),
      reviewSection(report),
      tagsSection(report),
      tagAgreementSection(report),
      scoresSection(report),
      silentSection(report),
      failuresSection(report),
      modelsSection(report),
    ],
    footer: 'The numbers of this page, and more decimals, are in report.json beside it.',
    script: SORT_SCRIPT,
  });
}
