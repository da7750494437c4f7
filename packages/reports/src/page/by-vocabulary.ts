import type { RunReport, VocabularyReport } from '@earmark/core/report';
import { html, type Html } from './html.ts';

/** A part of the page for each vocabulary, under its name when there are several. */
export function byVocabulary(
  { vocabularies }: RunReport,
  part: (vocabulary: VocabularyReport) => Html | null,
): Html {
  if (vocabularies.length === 0) return html`<p>No track was tagged.</p>`;
  return html`${vocabularies.map((vocabulary) => {
    const content = part(vocabulary);
    const title = vocabularies.length > 1 ? html`<h3>${vocabulary.vocabulary}</h3>` : null;
    return html`${content && title} ${content}`;
  })}`;
}
