/** A strict reader of the little of XML 1.0 that a picture of ours may hold: elements, attributes in quotes, text. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#10;': '\n',
};
/** Section 2.2: what may stand in a document. */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Parses it, or throws for whatever is not well-formed. */
export function parseXml(xml: string): Element {
  if (NO_CHARACTER.test(xml)) throw new Error('a character that XML has not');
  const root: Element = { tag: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const token = /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    token.lastIndex = at;
    const [, closing, tag = '', attributes = '', empty, text] = token.exec(xml) ?? [];
    const parent = open.at(-1) as Element;
    if (text !== undefined) parent.text += plain(text);
    else if (tag === '') throw new Error(`not well-formed: ${xml.slice(at, at + 60)}`);
    else if (closing) {
      if (open.pop()?.tag !== tag) throw new Error(`</${tag}> closes something else`);
    } else {
      const element: Element = { tag, attributes: attributesOf(attributes), children: [], text: '' };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one root element');
  return root.children[0] as Element;
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]);
  const attributes = Object.fromEntries(found);
  if (Object.keys(attributes).length !== found.length) throw new Error(`an attribute stands twice: ${text}`);
  return attributes;
}

function plain(text: string): string {
  const replaced = text.replace(/&[^;&]*;/g, (entity) => ENTITIES[entity] ?? '&');
  if (/&(?!amp;)/.test(text.replace(/&(?:amp|lt|gt|quot|#39|#10);/g, ''))) throw new Error(`a bare & in ${text}`);
  return replaced;
}

/** An element and everything in it. */
export function all(element: Element): Element[] {
  return [element, ...element.children.flatMap(all)];
}
