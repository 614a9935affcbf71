/** A moment, Unix seconds, as Go's layout `2006-01-02 15:04:05 MST` writes it in the zone of the reader. */
export type LocalTime = (unixSeconds: number) => string;

/**
 * In this machine's zone. The short name of a zone is what JavaScript knows in the places that use it (`CET`, `EST`, `JST`);
 * where it knows none, the offset (`+0530`, `+03`).
 */
export const localTime: LocalTime = (unixSeconds) => {
  const date = new Date(unixSeconds * 1000);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day} ${time} ${zoneName(date)}`;
};

/** The same in UTC, for reports that are to be equal everywhere. */
export const utcTime: LocalTime = (unixSeconds) =>
  new Date(unixSeconds * 1000).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');

const two = (value: number) => String(value).padStart(2, '0');

/** Each knows the short names of its own zones. */
const PLACES = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-CA', 'en-IN', 'en-ZA', 'ja-JP', 'ko-KR', 'en-IL', 'en-PK'];

function zoneName(date: Date): string {
  for (const place of PLACES) {
    const parts = new Intl.DateTimeFormat(place, { timeZoneName: 'short' }).formatToParts(date);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]{3,5}$/.test(name)) return name;
  }
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : two(size % 60);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${rest}`;
}
