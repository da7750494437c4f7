import { TAGS } from '../right-model.ts';
import { both, equalWith, type Mistake } from './mistake.ts';

/** What the numbers mean. */
export const SCORE_MISTAKES: readonly Mistake[] = [
  {
    mistake: 'logits taken for probabilities',
    ending: 'Identity',
    manifest: { 'scores.are': 'probabilities' },
    ...both({ refused: /which are no probabilities: set scores\.are to "logits"/ }),
  },
  {
    mistake: 'probabilities taken for logits',
    manifest: { 'scores.are': 'logits' },
    withReference: { refused: /They would be equal with: scores\.are = "probabilities"/ },
    without: { warned: /If it ends with a sigmoid .*: set scores\.are to "probabilities"/ },
  },
  {
    mistake: 'a softmax declared multi',
    ending: 'Softmax',
    manifest: { 'scores.labels': 'multi' },
    ...both({ warned: /add up to 1, as after a softmax: .* set scores\.labels to "single"/ }),
  },
  {
    mistake: 'a sigmoid declared single',
    manifest: { 'scores.labels': 'single' },
    ...both({ refused: /add up to 1, and those of the network do not: set scores\.labels/ }),
  },
  {
    mistake: 'logits of independent tags declared single',
    ending: 'Identity',
    manifest: { 'scores.labels': 'single' },
    ...equalWith('scores.labels = "multi"'),
  },
  {
    mistake: 'another aggregation',
    manifest: { 'scores.aggregation': 'max' },
    ...equalWith('scores.aggregation = "mean"'),
  },
  {
    mistake: 'one tag too few',
    manifest: { tags: TAGS.slice(1), tagsSha256: undefined, 'reference.scores': [0.5] },
    ...both({ refused: /has 3 values, and the manifest lists 2 tags/ }),
  },
  {
    mistake: 'tags in another order than their hash says',
    manifest: { tags: [...TAGS].reverse() },
    ...both({ refused: /The tags are not those whose hash the manifest has.* Check their order/s }),
  },
  {
    mistake: 'a tag twice',
    manifest: { tags: ['low', 'low', 'high'], tagsSha256: undefined },
    ...both({ refused: /tags: every tag must be different/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'a vocabulary that is not there',
    manifest: { tags: { vocabulary: 'jamendo-top500' }, tagsSha256: undefined },
    ...both({ refused: /no vocabulary of the id in tags\.vocabulary: list the tags/ }),
  },
  {
    mistake: 'a vocabulary outside of those of Earmark',
    manifest: { tags: { vocabulary: '../../mine' }, tagsSha256: undefined },
    ...both({ refused: /tags\.vocabulary: must be the id of/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'no tags and no embedding',
    manifest: { tags: null, tagsSha256: undefined, reference: null },
    ...both({ refused: /tags: must be there, as the network has no emb/, code: 'USAGE_INVALID' }),
  },
];
