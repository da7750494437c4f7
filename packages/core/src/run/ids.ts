import * as z from 'zod';

/** Numbers that the ledger assigns; branded, so that a track is never passed for a run. */
export const RunId = z.coerce.number().int().positive().brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;

export const TrackId = z.number().int().positive().brand<'TrackId'>();
export type TrackId = z.infer<typeof TrackId>;

/** One model with one set of weights and one way of scoring: the ledger's number for an installed model. */
export const ModelRowId = z.number().int().positive().brand<'ModelRowId'>();
export type ModelRowId = z.infer<typeof ModelRowId>;
