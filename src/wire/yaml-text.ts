/** Words that YAML's core schema reads as something else than text. */
const NOT_TEXT = /^(?:null|true|false|~)$/i;
const PLAIN = /^[A-Za-z_][\w./-]*$/;
/** What an editor would not show, or YAML would not take: controls, lone surrogates, line separators, byte order marks. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** A text as a YAML scalar on one line: plain where nothing could be mistaken, in double quotes else. */
export function yamlScalar(text: string): string {
  if (PLAIN.test(text) && !NOT_TEXT.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&').replace(UNSEEN, escaped)}"`;
}

/** A list of texts in one line; a single text stands alone. */
export function yamlList(texts: readonly string[]): string {
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? yamlScalar(only) : `[${texts.map(yamlScalar).join(', ')}]`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
