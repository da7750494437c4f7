import * as z from 'zod';

/** Which of several runs is tagged first; from the highest to the lowest. */
export const Priority = z.enum(['high', 'normal', 'low']);
export type Priority = z.infer<typeof Priority>;
