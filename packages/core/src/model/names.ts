import * as z from 'zod';

/** `<dataset>/<name>`, e.g. `jamendo/fcn`. */
export const ModelName = z
  .string()
  .regex(/^[a-z0-9_]+\/[a-z0-9_]+$/, 'a model is named <dataset>/<name>, e.g. jamendo/fcn')
  .brand<'ModelId'>();
export type ModelName = z.infer<typeof ModelName>;

export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 of 64 lowercase hexadecimal digits');

/** What Earmark writes into the folder of a model that is installed, or exported. */
const WRITTEN = ['installed.json', 'manifest.json'];

/** The name of a file in the folder of a model. */
export const FileName = z
  .string()
  .regex(/^[^/\\\p{Cc}]+$/u, 'must be the name of a file without a path')
  .refine((name) => name !== '.' && name !== '..', 'must be the name of a file without a path')
  .refine((name) => !WRITTEN.includes(name), {
    error: `must not be ${WRITTEN.join(' or ')}, which Earmark writes beside it`,
  });
