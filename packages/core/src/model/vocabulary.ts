import { z } from 'zod';

export const Tag = z.object({
  /** As published, e.g. `genre---rock`; unique in its vocabulary. */
  tag: z.string().min(1),
  /** `genre`, `instrument`, `mood/theme`, or `tag` where the data set has no categories. */
  category: z.string().min(1),
  /** Display names. */
  en: z.string().min(1),
  zh: z.string().min(1),
});

/** The tags a model scores, in output order. */
export const Vocabulary = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+$/),
    tags: z.array(Tag).min(1),
  })
  .refine(({ tags }) => new Set(tags.map(({ tag }) => tag)).size === tags.length, {
    message: 'every tag of a vocabulary must be different',
  })
  .readonly();

export type Tag = Readonly<z.infer<typeof Tag>>;
export type Vocabulary = z.infer<typeof Vocabulary>;
