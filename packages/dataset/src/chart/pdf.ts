import PDFDocument from 'pdfkit';
import { readFont } from './font.ts';
import type { Picture, Shape, Text } from './shapes.ts';

type Document = InstanceType<typeof PDFDocument>;

/** A picture as a PDF of one page, with the letters of the font that it uses. */
export async function toPdf({ width, height, title, shapes }: Picture): Promise<Uint8Array> {
  // The types know only of paths and names.
  const font = (await readFont()) as unknown as string;
  const document = new PDFDocument({
    size: [width, height],
    margin: 0,
    font,
    info: { Title: title },
  });
  for (const shape of shapes) draw(document, shape);
  document.end();
  const pieces: Uint8Array[] = [];
  for await (const piece of document) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces);
}

function draw(document: Document, shape: Shape): void {
  switch (shape.kind) {
    case 'rectangle': {
      const { x, y, width, height, colour } = shape;
      document.rect(x, y, width, height).fill(colour);
      return;
    }
    case 'line': {
      const { from, to, colour } = shape;
      document
        .moveTo(...from)
        .lineTo(...to)
        .stroke(colour);
      return;
    }
    case 'text':
      write(document, shape);
  }
}

/** What the text is moved by, in parts of its width. */
const OFFSETS = { start: 0, middle: 0.5, end: 1 };

function write(document: Document, { text, x, y, anchor, size, colour, isUpright }: Text): void {
  document.save().fontSize(size).fillColor(colour);
  if (isUpright) document.rotate(-90, { origin: [x, y] });
  const left = x - OFFSETS[anchor] * document.widthOfString(text);
  document.text(text, left, y, { lineBreak: false, baseline: 'alphabetic' }).restore();
}
