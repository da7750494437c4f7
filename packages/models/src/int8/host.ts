import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import * as z from 'zod';
import { RUNTIME } from '@earmark/inference';

/** What decides how int8 is computed: another processor or runtime may round or saturate in another way. */
export const Int8Host = z.object({
  cpu: z.string(),
  /** Instructions that the kernels may use, as the system names them; empty where it names none. */
  flags: z.array(z.string()).readonly(),
  runtime: z.string(),
});
export type Int8Host = Readonly<z.infer<typeof Int8Host>>;

/** This machine. */
export async function readInt8Host(): Promise<Int8Host> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const listed = /^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.split(/\s+/) ?? [];
  const flags = listed.filter((flag) => VECTOR_FLAGS.test(flag)).sort();
  return { cpu: cpus()[0]?.model.trim() ?? 'unknown', flags, runtime: RUNTIME };
}

/** SSE, AVX, VNNI and AMX of x86, Neon and its dot products of Arm. */
const VECTOR_FLAGS = /^(ssse3|sse4|avx|fma|amx|asimd|i8mm|sve)/;

/** Whether it multiplies and adds int8 in one instruction; without it int8 saves little time. */
export function hasInt8Products({ flags }: Int8Host): boolean {
  return flags.some((flag) => /vnni|amx_int8|asimddp|i8mm/.test(flag));
}
