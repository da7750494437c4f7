import type { TrackId } from '@earmark/core/ids.js';
import type { TaskOutcome } from '@earmark/core/task-outcome.js';
import { topK } from '@earmark/core/tagging/top-k.js';
import type { Settlement } from './settle.ts';

type Column = readonly unknown[];

/** The outcomes of some settlements, column by column; of a task that ended twice the first. */
export function outcomeColumns(settlements: readonly Settlement[]): readonly Column[] {
  const rows = new Map<string, OutcomeRow>();
  for (const settlement of settlements) {
    for (const outcome of settlement.outcomes) {
      const key = `${String(settlement.trackId)} ${String(outcome.model)}`;
      if (!rows.has(key)) rows.set(key, { ...settlement, ...toCells(outcome) });
    }
  }
  // In one order everywhere, so that those who settle the same tasks wait for each other and never in a circle.
  const ordered = [...rows.values()].sort((a, b) => a.trackId - b.trackId || a.model - b.model);
  return OUTCOME_COLUMNS.map((name) => ordered.map((row) => row[name]));
}

/** What some settlements learnt of their tracks, column by column; one row a track. */
export function trackColumns(settlements: readonly Settlement[]): readonly Column[] {
  const tracks = new Map<TrackId, Pick<Settlement, 'contentSha256' | 'durationSeconds'>>();
  for (const { trackId, contentSha256, durationSeconds } of settlements) {
    const known = tracks.get(trackId);
    tracks.set(trackId, {
      contentSha256: contentSha256 ?? known?.contentSha256 ?? null,
      durationSeconds: durationSeconds ?? known?.durationSeconds ?? null,
    });
  }
  const ordered = [...tracks].sort(([a], [b]) => a - b);
  return [
    ordered.map(([trackId]) => trackId),
    ordered.map(([, { contentSha256 }]) => contentSha256),
    ordered.map(([, { durationSeconds }]) => durationSeconds),
  ];
}

/** In the order in which the statement names them. */
const OUTCOME_COLUMNS = [
  ...(['trackId', 'model', 'status', 'code', 'message', 'probabilities', 'topTags'] as const),
  ...(['nChunks', 'from', 'attempts', 'worker', 'taggerId'] as const),
];

type OutcomeRow = Settlement & ReturnType<typeof toCells>;

/** Tags that `top_tags` keeps. */
const N_TOP_TAGS = 10;

const NOTHING = {
  code: null,
  message: null,
  probabilities: null,
  topTags: null,
  nChunks: null,
  from: null,
};

function toCells(outcome: TaskOutcome) {
  const { model, status } = outcome;
  switch (status) {
    case 'tagged': {
      const top = topK(outcome.scores, { k: N_TOP_TAGS, threshold: 0 });
      return {
        ...NOTHING,
        model,
        status,
        probabilities: `{${outcome.scores.join(',')}}`,
        topTags: `{${top.map((index) => index + 1).join(',')}}`,
        nChunks: outcome.nChunks,
      };
    }
    case 'reused':
      return { ...NOTHING, model, status, from: outcome.from };
    case 'failed':
      // Postgres text holds no NUL; an error message may quote a file's bytes.
      return {
        ...NOTHING,
        model,
        status,
        code: outcome.code,
        message: outcome.message.replaceAll('\0', ''),
      };
  }
}
