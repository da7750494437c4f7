/** A picture as shapes, which each format draws in its own way. Lengths are in points, y grows downwards. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly shapes: readonly Shape[];
}

export type Shape = Rectangle | Line | Text;

export interface Rectangle {
  readonly kind: 'rectangle';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
}

export interface Line {
  readonly kind: 'line';
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: string;
}

export interface Text {
  readonly kind: 'text';
  readonly text: string;
  /** Where the baseline begins, has its middle or ends. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly size: number;
  readonly colour: string;
  /** Whether it is read from below. */
  readonly isUpright?: boolean;
}
