import { VERSION } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';

/** The commands that a beginner needs, in this order. */
const STEPS = [
  ['  earmark doctor', 'say what this machine has, and what is missing'],
  ['  earmark models pull', 'download the published models'],
  ['  earmark models list', 'list all models, and which of them are installed'],
  ['  earmark run my_music/', 'tag a folder and write a report; run it again to resume'],
  ['  earmark status', 'show the latest runs and their numbers'],
  [
    '  earmark export 1 --format m3u',
    'write playlists of run 1: the most probable tracks of every tag',
  ],
];

/** What `earmark` without arguments prints. */
export const FIRST_STEPS =
  `Earmark ${VERSION} tags a whole music corpus.\n\n${textTable(STEPS)}\n` +
  'All commands: earmark --help. The options of one of them: earmark run --help.\n';
