/** Turns the typed values of the tree (times, days, sizes, numbers) into words of one language through Intl. */
export class Formats {
  readonly tag: string;
  private readonly clock: Intl.DateTimeFormat;
  private readonly date: Intl.DateTimeFormat;
  private readonly relative: Intl.RelativeTimeFormat;

  /** `lang` is a catalogue id such as `zh_cn`. An id that Intl does not know falls back to English. */
  constructor(lang: string) {
    this.tag = supported(regional(lang.replace(/_/g, '-')));
    this.clock = new Intl.DateTimeFormat(this.tag, { hour: 'numeric', minute: '2-digit' });
    this.date = new Intl.DateTimeFormat(this.tag, { weekday: 'long', day: 'numeric', month: 'long' });
    this.relative = new Intl.RelativeTimeFormat(this.tag, { numeric: 'auto' });
  }

  time(ms: number): string {
    return this.clock.format(ms);
  }

  /** "Today", "Yesterday", or the date with its weekday. */
  day(ms: number): string {
    const days = Math.round((midnight(ms) - midnight(Date.now())) / 86_400_000);
    const words = days === 0 || days === -1 ? this.relative.format(days, 'day') : this.date.format(ms);
    return words.charAt(0).toLocaleUpperCase(this.tag) + words.slice(1);
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.tag).format(value);
  }

  percent(fraction: number): string {
    return new Intl.NumberFormat(this.tag, { style: 'percent' }).format(fraction);
  }

  /** Bytes in the largest unit that gives at least 1, counted in thousands as CLDR's units are. */
  size(bytes: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
    let step = 0;
    let value = bytes;
    while (value >= 1000 && step < units.length - 1) {
      value /= 1000;
      step += 1;
    }
    return new Intl.NumberFormat(this.tag, { style: 'unit', unit: units[step], unitDisplay: step ? 'short' : 'long', maximumFractionDigits: 1 }).format(value);
  }

  /** Seconds as m:ss, in the digits of the language. */
  duration(seconds: number): string {
    const whole = Math.round(seconds);
    const padded = new Intl.NumberFormat(this.tag, { minimumIntegerDigits: 2 }).format(whole % 60);
    return `${this.number(Math.floor(whole / 60))}:${padded}`;
  }
}

/** The visitor's own kind of a language: dates are written otherwise in Britain than in America. */
function regional(tag: string): string {
  return navigator.languages.find((own) => own.toLowerCase().startsWith(`${tag.toLowerCase()}-`)) ?? tag;
}

function supported(tag: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function midnight(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}
