import { packageOf } from '../granularity.ts';

/**
 * Fills that black text can be read on: each is at least 7 to 1 against #1b1b1b (WCAG 2.2, success criterion 1.4.6).
 */

/** The colour of a function: its package's hue, a little lighter or darker from function to function. Always the same. */
export function packageColour(name: string): string {
  const hue = hash(packageOf(name)) % 360;
  const lightness = 0.76 + (hash(name) % 9) / 100;
  return hex(hue, 0.6, lightness);
}

/** Red for more, blue for less, by its share of the largest change (−1 to 1); grey where nothing changed. */
export function changeColour(share: number): string {
  if (share === 0) return '#dcdcdc';
  const strength = Math.min(Math.abs(share), 1);
  return share > 0 ? hex(8, 0.85, 0.92 - 0.2 * strength) : hex(212, 0.8, 0.92 - 0.18 * strength);
}

/** FNV-1a, 32 bits, over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** `#rrggbb` of a hue in degrees, saturation and lightness. */
function hex(hue: number, saturation: number, lightness: number): string {
  const amplitude = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    const value = lightness - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
