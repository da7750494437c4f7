import { expect, test } from 'vitest';
import { html } from './html.ts';

test.each([
  { value: '<script>alert(1)</script>', markup: '&lt;script&gt;alert(1)&lt;/script&gt;' },
  { value: `"double" 'single' &amp;`, markup: '&quot;double&quot; &#39;single&#39; &amp;amp;' },
  { value: 'two\nlines', markup: 'two\\u000alines' },
  { value: 'photo\u202Egnp.exe', markup: 'photo\\u202egnp.exe' },
  { value: '$& $1 ${x} `', markup: '$&amp; $1 ${x} `' },
  { value: '摇滚 é 😀', markup: '摇滚 é 😀' },
  { value: 42, markup: '42' },
  { value: null, markup: '' },
])('$value is shown as text', ({ value, markup }) => {
  expect(html`<p title="${value}">${value}</p>`.markup).toBe(`<p title="${markup}">${markup}</p>`);
});

test('nested markup is not escaped', () => {
  const words = ['a<b', 'c'].map((word) => html`<i>${word}</i>`);
  expect(html`<b>${words}</b>`.markup).toBe('<b><i>a&lt;b</i><i>c</i></b>');
});
