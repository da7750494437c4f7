/** Makes tables sortable: a click on a heading sorts by it, another one the other way round; empty cells stay last. */
export const SORT_SCRIPT = `
for (const table of document.querySelectorAll('table[data-sortable]')) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const isNumeric = heading.classList.contains('number');
    const keyOf = ({ cells }) => cells[column].dataset.value ?? cells[column].textContent.trim();
    const button = document.createElement('button');
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => {
      const [first, second] = isNumeric ? ['descending', 'ascending'] : ['ascending', 'descending'];
      const order = heading.ariaSort === first ? second : first;
      const sign = order === 'ascending' ? 1 : -1;
      const compare = (a, b) =>
        (a === '') - (b === '') || sign * (isNumeric ? a - b : a.localeCompare(b));
      for (const other of headings) other.ariaSort = null;
      heading.ariaSort = order;
      const rows = [...table.tBodies[0].rows];
      table.tBodies[0].append(...rows.sort((a, b) => compare(keyOf(a), keyOf(b))));
    });
  });
}
`;
