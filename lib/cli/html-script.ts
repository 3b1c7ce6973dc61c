/** What the page does: shows the rows that the form asks for, and says how many they are. It writes no HTML. */
export const SCRIPT = `
const form = document.querySelector('form');
const rows = [...document.querySelectorAll('tbody tr')].map((row) => ({ row, text: row.textContent.toLowerCase() }));
const show = () => {
  const { search, severity, method } = Object.fromEntries(new FormData(form));
  const words = search.toLowerCase().split(/\\s+/);
  const shown = { finding: 0, handler: 0 };
  for (const { row, text } of rows) {
    const { kind, value } = row.dataset;
    const wanted = kind === 'finding' ? severity : method;
    row.hidden = (wanted !== '' && wanted !== value) || !words.every((word) => text.includes(word));
    if (!row.hidden) shown[kind] += 1;
  }
  form.querySelector('output').value = 'Shown: findings ' + shown.finding + ', handlers ' + shown.handler;
};
form.hidden = false;
form.addEventListener('input', show);
form.addEventListener('submit', (event) => event.preventDefault());
show();
`;
