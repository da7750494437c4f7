import type * as z from 'zod';

type Issue = z.core.$ZodRawIssue;

/** What is wrong with a value of a manifest, where its schema does not say it. */
export function problemOf(issue: Issue): string | undefined {
  const required = requiredOf(issue);
  if (issue.input !== undefined) return required;
  const isChoice = issue.code === 'invalid_value' && required !== undefined;
  return isChoice ? `is missing: it ${required}` : 'is missing';
}

function requiredOf(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${alternatives(issue.values)}`;
    case 'invalid_union':
      return Array.isArray(issue.options)
        ? `must be ${alternatives(issue.options)}`
        : 'has a wrong form';
    case 'unrecognized_keys':
      return `has no key ${alternatives(issue.keys)}`;
    case 'too_small':
      return `must be at least ${String(issue.minimum)}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'not_multiple_of':
      return undefined;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'an object, {…}',
  array: 'a list, […]',
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
};

/** `"db", "ln" or "log10"` */
function alternatives(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  const last = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
}
