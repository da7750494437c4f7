import { z } from 'zod';

/** The options of a run that its results and its report depend on. */
const ReportOptions = z.object({ topK: z.number().int().positive(), threshold: z.number() });
export type ReportOptions = Readonly<z.infer<typeof ReportOptions>>;

export function parseReportOptions(options: unknown): ReportOptions {
  return ReportOptions.parse(options);
}
