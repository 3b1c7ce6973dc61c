// control and format characters: they move the cursor of a terminal, or the words of a page
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text as one line in which every character can be seen. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => `\\u{${codeOf(character).toString(16)}}`);
}

/** Like {@link visible}, on as many lines as the text has. */
export function visibleLines(text: string): readonly string[] {
  return text.split('\n').map(visible);
}

/** JSON with its hidden characters written as JSON escapes: another text, the same value. */
export function visibleJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return `${lines.map((line) => line.replace(HIDDEN, jsonEscape)).join('\n')}\n`;
}

function jsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function codeOf(character: string): number {
  return character.codePointAt(0) as number;
}
