import { stripVTControlCharacters } from 'node:util';
import { type Format, FORMATS } from '../../../lib/cli/format.js';
import { expectGolden, golden } from './golden.js';
import { emptyReport, hostileName, hostileReport, smallReport } from './reports.js';

const formats = Object.keys(FORMATS) as Format[];

function hostile(format: Format): string {
  return FORMATS[format](hostileReport, true);
}

describe('a report', () => {
  it.each(formats)('as %s is the golden one', (format) => {
    expectGolden(`${format}.golden`, FORMATS[format](smallReport, false));
  });

  it.each(formats)('as %s ends its last line, also where nothing was found', (format) => {
    expect(FORMATS[format](emptyReport, false)).toMatch(/[^\n]\n$/);
  });

  it.each(formats)('as %s shows every character that hides or moves others', (format) => {
    const lines = stripVTControlCharacters(hostile(format)).replaceAll('\n', '');
    expect(lines).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

describe('the table', () => {
  it('has colours where they are wanted', () => {
    const coloured = FORMATS.table(smallReport, true);
    expect(coloured).toContain('\u001b[31merror\u001b[0m  guard-not-last');
    expect(coloured).toContain('\u001b[90mwarning, accepted\u001b[0m');
    expect(stripVTControlCharacters(coloured)).toBe(golden('table.golden'));
  });

  it('has no control sequence from a name', () => {
    expect(FORMATS.table(hostileReport, false)).not.toContain('\u001b');
    expect(FORMATS.table(hostileReport, false)).toContain('\\u{1b}[31m\\u{202e}');
  });
});

describe('JSON', () => {
  it('holds what was audited, to the character', () => {
    const { version, tool, module, handlers, findings } = JSON.parse(hostile('json'));
    expect({ version, tool }).toEqual({ version: 1, tool: { name: 'nestjs-permissions', version: hostileName } });
    expect({ ...hostileReport, module, handlers, findings }).toEqual(hostileReport);
  });
});

describe('Markdown', () => {
  const lines = hostile('markdown').split('\n');

  it('takes nothing in a name for markup, a cell or a line', () => {
    expect(lines.filter((line) => line.startsWith('|'))).toHaveLength(6);
    for (const line of lines.filter((each) => each.startsWith('| <code>'))) expect(line.split('|')).toHaveLength(9);
    const inside = lines.join('').replaceAll(/<\/?code>|<br>|&(#\d+|lt|gt|amp);|\*\*warning\*\*/g, '');
    expect(inside.replaceAll(/[|#]|, /g, ' ')).not.toMatch(/[<>`*[\]_]/);
  });

  it('calls nobody: a decorator in a finding is code', () => {
    expect(FORMATS.markdown(smallReport, false)).toContain('Let <code>@LoadObject</code>&#40;&#41; load');
    expect(lines.join('').replaceAll(/<code>.*?<\/code>/g, '')).not.toContain('@');
  });

  it('makes no link of an address', () => {
    expect(lines.join('')).not.toContain('://');
  });
});

describe('SARIF', () => {
  const [run] = JSON.parse(FORMATS.sarif(smallReport, false)).runs;
  const [badRun] = JSON.parse(hostile('sarif')).runs;

  it('names one rule a kind of finding, and each result names its rule', () => {
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['guard-not-last', 'late-check']);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  it('suppresses what the baseline accepts', () => {
    const suppressed = run.results.map(({ suppressions }: { suppressions?: unknown[] }) => suppressions?.length ?? 0);
    expect(suppressed).toEqual([0, 0, 1]);
  });

  it('gives two findings of one kind two fingerprints', () => {
    const prints = run.results.map(
      ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) =>
        partialFingerprints['primaryLocationLineHash'],
    );
    expect(new Set(prints).size).toBe(3);
  });

  it('keeps a name as it is in what is read as text, and never in an address', () => {
    const [{ message, locations }] = badRun.results;
    expect(message.text).toBe(`${hostileName}: ${hostileName}\n\n${hostileName}`);
    expect(locations[0].logicalLocations).toEqual([{ fullyQualifiedName: hostileName }]);
    expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^[\w!#$%&'()*+,./:;=?@~-]+$/);
  });
});

describe('HTML', () => {
  const page = hostile('html');

  it('has no element, attribute or script from a name', () => {
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('alert(1)</script>');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.match(/data-value="[^"]*"/g)).toEqual([
      'data-value="warning"',
      expect.stringContaining('&quot;q&quot; &#39;s&#39;'),
    ]);
  });

  it('loads nothing, and allows no script or style but its own', () => {
    expect(FORMATS.html(smallReport, false)).not.toMatch(/https?:|src=|href=|@import|url\(|style="| on\w+=/);
    expect(page).toMatch(
      /content="default-src 'none'; style-src 'sha256-[^']{44}'; script-src 'sha256-[^']{44}'; base-uri 'none'; form-action 'none'"/,
    );
  });
});
