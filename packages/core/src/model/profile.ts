import * as z from 'zod';
import { ModelName } from './names.ts';

/** In which numbers a network computes: float32, or convolutions in 8 bits and the rest in float32. */
export const Profile = z.enum(['fp32', 'int8']);
export type Profile = z.infer<typeof Profile>;

const INT8_SUFFIX = '_int8';

/**
 * The name of a model in int8: `jamendo/fcn_int8` for `jamendo/fcn`. It is a model of its own wherever scores are
 * stored or compared, so they never pass for those in float32.
 */
export function int8Name(name: ModelName): ModelName {
  return ModelName.parse(`${name}${INT8_SUFFIX}`);
}

/** Whether this is the name of a model in int8. */
export function isInt8Name(name: string): boolean {
  return name.endsWith(INT8_SUFFIX);
}

/** `jamendo/fcn` for `jamendo/fcn_int8`; any other name is that of a model in float32 already. */
export function float32Name(name: string): string {
  return isInt8Name(name) ? name.slice(0, -INT8_SUFFIX.length) : name;
}

/** How many models of a mean compute in int8, for its name: ` (1 in int8)`, or nothing where none does. */
export function int8Note(names: readonly string[]): string {
  const nInt8 = names.filter(isInt8Name).length;
  return nInt8 === 0 ? '' : ` (${nInt8} in int8)`;
}
