/** The style of the page; on a narrow screen every row is a card. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --line: #c4ccd4; --soft: #f3f5f7; --dim: #515a64;
  --error: #a40e26; --warning: #7a4b00; --note: #0b5394; --focus: #0b5fff; }
@media (prefers-color-scheme: dark) { :root { --text: #e8ebee; --back: #14181d; --line: #48525d; --soft: #1e242b;
  --dim: #aeb7c1; --error: #ff9aa5; --warning: #f3c26b; --note: #8fc4ff; --focus: #8fb4ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
main { max-width: 90rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
p { margin: .25rem 0 1rem; color: var(--dim); overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: .75rem 1rem; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--soft); }
label { display: flex; flex-direction: column; font-size: .875rem; flex: 1 1 11rem; }
input, select { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--dim); border-radius: .25rem;
  padding: .4rem .5rem; min-height: 2.75rem; width: 100%; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
output { flex-basis: 100%; font-size: .875rem; }
table { width: 100%; border-collapse: collapse; margin-top: 1.5rem; }
caption { text-align: left; font-size: 1.2rem; font-weight: 600; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { background: var(--soft); font-size: .875rem; }
pre { margin: .5rem 0 0; padding: .5rem; background: var(--soft); white-space: pre-wrap; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
.error, .warning, .note { font-weight: 600; }
.error { color: var(--error); } .warning { color: var(--warning); } .note { color: var(--note); }
.accepted { color: var(--dim); font-weight: 400; }
[hidden] { display: none !important; }
@media (max-width: 48rem) {
  table, caption, tbody, tr, td, tbody th { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .75rem; padding: .25rem 0; }
  td, tbody th { border: 0; padding: .2rem .75rem; font-weight: 400; }
  td:empty { display: none; }
  td::before, tbody th::before { content: attr(data-heading); display: block; font-size: .8rem; color: var(--dim); }
}
@media print { form { display: none; } }
`;
