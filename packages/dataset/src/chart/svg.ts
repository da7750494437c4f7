import { FONT_FAMILY } from './font.ts';
import type { Picture, Shape, Text } from './shapes.ts';

/** A picture as SVG, with text that can be searched and copied. */
export function toSvg({ width, height, title, shapes }: Picture): string {
  const size = `width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${FONT_FAMILY}, sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...shapes.map(element),
    '</svg>\n',
  ].join('\n');
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case 'rectangle': {
      const { x, y, width, height, colour } = shape;
      return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${colour}"/>`;
    }
    case 'line': {
      const [[x1, y1], [x2, y2]] = [shape.from, shape.to];
      return `<line x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}" stroke="${shape.colour}"/>`;
    }
    case 'text':
      return textElement(shape);
  }
}

function textElement({ x, y, text, anchor, size, colour, isUpright }: Text): string {
  const at = `x="${number(x)}" y="${number(y)}"`;
  const turn = isUpright ? ` transform="rotate(-90 ${number(x)} ${number(y)})"` : '';
  return `<text ${at}${turn} text-anchor="${anchor}" font-size="${number(size)}" fill="${colour}">${escaped(text)}</text>`;
}

/** To a hundredth of a point: the last digits of sums differ between machines. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Control characters are not allowed in XML at all. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}
