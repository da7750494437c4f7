import { z } from 'zod';

const LogLine = z.object({
  program: z.string(),
  msg: z.string(),
  error: z.string().optional(),
});

/** A line that a program wrote to stderr, as people read it: log lines are JSON, failures are sentences. */
export function toMessage(line: string): string {
  const { data } = LogLine.safeParse(parsedJson(line));
  if (!data) return line;
  return `${data.program}: ${data.msg}${data.error ? ` (${data.error})` : ''}`;
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
