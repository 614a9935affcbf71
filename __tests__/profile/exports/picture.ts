import { all, type Element, parseXml } from './xml.ts';

/** A frame of a picture as it stands in the file. */
export interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fill: string;
  readonly label: string;
  /** Lines of the tooltip. */
  readonly title: readonly string[];
}

const ALLOWED = new Set(['svg', 'title', 'desc', 'rect', 'text']);

/** What a picture holds. Throws for whatever could act, load or link, and for what stands outside of it. */
export function drawn(svg: string): { readonly root: Element; readonly frames: Drawn[]; readonly lines: string[] } {
  const root = parseXml(svg);
  const bad = all(root).filter(
    ({ tag, attributes }) => !ALLOWED.has(tag) || Object.keys(attributes).some((a) => /^on|href|^style$|^src$/.test(a)),
  );
  if (bad.length > 0) throw new Error(`<${bad[0]?.tag}> has no place in a picture`);
  const frames = root.children.filter(({ tag }) => tag === 'svg').map(frameOf);
  const [width, height] = [Number(root.attributes.width), Number(root.attributes.height)];
  const outside = frames.find((f) => f.x < 0 || f.y < 0 || f.x + f.width > width || f.y + 17 > height);
  if (outside) throw new Error(`a frame stands outside: ${JSON.stringify(outside)}`);
  return { root, frames, lines: root.children.filter(({ tag }) => tag === 'text').map(({ text }) => text) };
}

function frameOf({ attributes, children }: Element): Drawn {
  const child = (tag: string) => children.find((c) => c.tag === tag);
  return {
    x: Number(attributes.x),
    y: Number(attributes.y),
    width: Number(attributes.width),
    fill: child('rect')?.attributes.fill ?? '',
    label: child('text')?.text ?? '',
    title: (child('title')?.text ?? '').split('\n'),
  };
}

/** Contrast of two colours, `#rrggbb` (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [light = 1, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
