import { type TimeZone, zoneNameAt } from './time-zone.ts';

/** A moment, Unix seconds, as Go's layout `2006-01-02 15:04:05 MST` writes it in the zone of the reader. */
export type LocalTime = (unixSeconds: number) => string;

/**
 * In this machine's zone, whose offsets JavaScript knows. Of the short names it knows those of the places that use them
 * (`CET`, `EST`, `JST`); where it knows none, the offset stands (`+0530`, `+03`). Go takes them from the zone's file: so does
 * {@link localTimeOf}.
 */
export const localTime: LocalTime = (unixSeconds) => {
  const date = new Date(unixSeconds * 1000);
  return `${dayAndTime(date)} ${nameFromPlaces(date) ?? offsetName(date)}`;
};

/** In this machine's zone, with the short names of its file (`/etc/localtime`): exactly as Go. */
export function localTimeOf(zone: TimeZone): LocalTime {
  return (unixSeconds) => {
    const date = new Date(unixSeconds * 1000);
    const name = zoneNameAt(zone, unixSeconds, -date.getTimezoneOffset() * 60);
    return `${dayAndTime(date)} ${name ?? offsetName(date)}`;
  };
}

function dayAndTime(date: Date): string {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** The same in UTC, for reports that are to be equal everywhere. */
export const utcTime: LocalTime = (unixSeconds) =>
  new Date(unixSeconds * 1000).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');

const two = (value: number) => String(value).padStart(2, '0');

/** Each knows the short names of its own zones. */
const PLACES = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-CA', 'en-IN', 'en-ZA', 'ja-JP', 'ko-KR', 'en-IL', 'en-PK'];

function nameFromPlaces(date: Date): string | undefined {
  for (const place of PLACES) {
    const parts = new Intl.DateTimeFormat(place, { timeZoneName: 'short' }).formatToParts(date);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]{3,5}$/.test(name)) return name;
  }
  return undefined;
}

function offsetName(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : two(size % 60);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${rest}`;
}
