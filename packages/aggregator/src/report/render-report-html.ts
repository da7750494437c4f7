import type { RunReport } from '@earmark/core/report/run-report.js';
import { agreementSection } from './agreement-section.ts';
import { failuresSection } from './failures-section.ts';
import { html } from './html.ts';
import { modelsSection } from './models-section.ts';
import { softwareSection } from './software-section.ts';
import { STYLE } from './style.ts';
import { summary } from './summary.ts';
import { tagsSection } from './tags-section.ts';

/**
 * The page report.html: self-contained, without scripts, and never asking the network for anything,
 * which its content security policy makes sure of. The same report gives the same page.
 */
export function renderReportHtml(report: RunReport): string {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <link rel="icon" href="data:," />
        <title>${report.run.source}: Earmark run ${report.run.id}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          ${summary(report)} ${agreementSection(report)} ${tagsSection(report)}
          ${failuresSection(report)} ${modelsSection(report)} ${softwareSection(report)}
        </main>
        <footer>
          <p>The numbers of this page, and more decimals, are in report.json beside it.</p>
        </footer>
      </body>
    </html> `;
  return markup;
}
