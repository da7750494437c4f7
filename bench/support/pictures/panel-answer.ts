/** A line of a graph. */
export interface Line {
  readonly name: string;
  /** Unix milliseconds and values. */
  readonly points: readonly (readonly [time: number, value: number])[];
}

/** What the query of a panel gives: lines for a graph, rows for every other kind. */
export interface PanelAnswer {
  readonly lines: readonly Line[];
  readonly rows: readonly Row[];
}

export type Row = Readonly<Record<string, unknown>>;

/** Where on the picture something is drawn, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
