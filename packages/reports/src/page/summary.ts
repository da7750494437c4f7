import type { RunReport } from '@earmark/core/report';
import { formatCount, formatCounted } from '@earmark/core/text';
import { formatDuration, formatTime } from './format.ts';
import { html, type Html } from './html.ts';

/** The head of the page: what was tagged, with which models, how long it took and how it ended. */
export function summary(report: RunReport): Html {
  return html`<header>
    <p class="eyebrow">Earmark run report</p>
    <h1><bdi>${report.run.source}</bdi></h1>
    <p class="lead">${lead(report)}</p>
    ${demonstrationNotice(report)}
    <dl class="facts">
      ${facts(report).map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${contents(report)}
  </header>`;
}

/** Links to the parts of the page. */
function contents(report: RunReport): Html {
  const parts = PARTS.filter(({ isShown }) => isShown?.(report) ?? true);
  return html`<nav aria-label="Parts of this page">
    ${parts.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}
  </nav>`;
}

interface Part {
  readonly id: string;
  readonly title: string;
  /** Whether a page has it; every page has the others. */
  readonly isShown?: (report: RunReport) => boolean;
}

const isCompared = ({ vocabularies }: RunReport) =>
  vocabularies.some(({ agreement }) => agreement !== null);

const PARTS: readonly Part[] = [
  { id: 'agreement', title: 'Agreement' },
  { id: 'review', title: 'Tracks to review', isShown: isCompared },
  { id: 'tags', title: 'Tag frequency' },
  { id: 'tag-agreement', title: 'Agreement per tag', isShown: isCompared },
  { id: 'scores', title: 'Scores' },
  { id: 'silent', title: 'Silent tracks', isShown: ({ silentTracks }) => silentTracks.count > 0 },
  { id: 'failures', title: 'Failures' },
  { id: 'models', title: 'Models and software' },
];

function lead({ run, models }: RunReport): string {
  const { planned, tagged, reused, failed } = run.tasks;
  const scored = tagged + reused;
  const tracks = formatCounted(run.nTracks, 'track');
  const audio = run.audioSeconds > 0 ? `, ${formatDuration(run.audioSeconds)} of audio,` : '';
  const time = run.durationSeconds === null ? '' : ` in ${formatDuration(run.durationSeconds)}`;
  const settled = `${formatCount(scored + failed)} of ${formatCounted(planned, 'task')} are settled.`;
  if (run.state !== 'complete') return `This run is ${STATES[run.state]}: ${settled}`;
  if (scored === 0) return `None of the ${formatCounted(run.nTracks, 'track')} could be tagged.`;
  const done = `${tracks}${audio} tagged with ${formatCounted(models.length, 'model')}${time}.`;
  return `${done} ${failed === 0 ? 'No task failed.' : `${formatCounted(failed, 'task')} failed.`}`;
}

const STATES = {
  planning: 'still being planned',
  running: 'not complete',
  complete: 'complete',
  cancelled: 'cancelled',
} as const satisfies Record<RunReport['run']['state'], string>;

function demonstrationNotice({ models }: RunReport): Html | null {
  const names = models.filter(({ demonstration }) => demonstration).map(({ name }) => name);
  if (names.length === 0) return null;
  return html`<p class="notice">
    ${names.join(', ')} is a demonstration model: it shows how Earmark works, but its tags are not
    reliable. <code>earmark models pull</code> installs the published ones.
  </p>`;
}

function facts({ run, options }: RunReport): [string, string][] {
  const { tagged, reused, failed } = run.tasks;
  return [
    ['Run', `${run.id}, ${run.state}`],
    ['Started', formatTime(run.createdAt)],
    ['Completed', run.completedAt === null ? '–' : formatTime(run.completedAt)],
    ['Tracks per hour', run.tracksPerHour === null ? '–' : formatCount(run.tracksPerHour)],
    ['Tasks tagged', formatCount(tagged)],
    ['Tasks reused', formatCount(reused)],
    ['Tasks failed', formatCount(failed)],
    ['Tags per track', `up to ${options.topK}, score ≥ ${options.threshold}`],
  ];
}
