import type { Formats } from './format';

// Words for the values of files, in the language of a `Formats`.

export const percent = ({ tags }: Formats, fraction: number): string => new Intl.NumberFormat(tags, { style: 'percent' }).format(fraction);

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** Bytes in the largest unit that gives at least 1, counted in thousands as CLDR's units are. */
export function size({ tags }: Formats, bytes: number): string {
  let step = 0;
  let value = bytes;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(tags, { style: 'unit', unit: units[step], unitDisplay: step ? 'short' : 'long', maximumFractionDigits: 1 }).format(value);
}

/** Seconds as m:ss, in the digits of the language. */
export function duration(formats: Formats, seconds: number): string {
  const whole = Math.round(seconds);
  const padded = new Intl.NumberFormat(formats.tags, { minimumIntegerDigits: 2 }).format(whole % 60);
  return `${formats.number(Math.floor(whole / 60))}:${padded}`;
}
