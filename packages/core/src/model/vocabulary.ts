import * as z from 'zod';

const WrittenTag = z.strictObject({
  /** As published, e.g. `genre---rock`; unique in its vocabulary. */
  tag: z.string().min(1),
  /** `genre`, `instrument`, `mood/theme`, or `tag` where the data set has no categories. */
  category: z.string().min(1).default('tag'),
  /** Display names; by default the tag, and the English one. */
  en: z.string().min(1).optional(),
  zh: z.string().min(1).optional(),
});

/** A tag with its display names, or the tag alone. */
export const Tag = z.union([z.string().min(1), WrittenTag]).transform((written): Tag => {
  const { tag, category, en, zh } =
    typeof written === 'string' ? { tag: written, category: 'tag' } : written;
  return { tag, category, en: en ?? tag, zh: zh ?? en ?? tag };
});

export interface Tag {
  readonly tag: string;
  readonly category: string;
  readonly en: string;
  readonly zh: string;
}

export const VocabularyId = z
  .string()
  .regex(/^[a-z0-9-]+$/, 'must be the id of a vocabulary, e.g. jamendo-top50');

/** The tags a model scores, in output order. */
export const Vocabulary = z
  .object({
    id: VocabularyId,
    tags: z.array(Tag).min(1),
  })
  .refine(({ tags }) => new Set(tags.map(({ tag }) => tag)).size === tags.length, {
    message: 'every tag of a vocabulary must be different',
  })
  .readonly();
export type Vocabulary = z.infer<typeof Vocabulary>;
