/** Texts for one thing and for other numbers of them; German and English need no more forms. */
export interface PluralForms {
  readonly one: string;
  readonly other: string;
}

/** Returns the form that a language uses for a count. */
export function plural(locale: string, count: number, forms: PluralForms): string {
  return new Intl.PluralRules(locale).select(count) === "one" ? forms.one : forms.other;
}

const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Returns a number with the language's separators. */
export function formatNumber(locale: string, amount: number): string {
  return new Intl.NumberFormat(locale).format(amount);
}

/** Bytes as a short number with a binary unit: 1610612736 becomes `1.5 GiB`. */
export function formatSize(locale: string, bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), binaryUnits.length - 1);
  const amount = bytes / 1024 ** power;
  // Fractions of numbers with three digits or more are noise.
  const maximumFractionDigits = amount < 100 ? 1 : 0;
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits }).format(amount);
  return `${text} ${binaryUnits[power]}`;
}

const spans = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** Returns a span of milliseconds in its largest unit, at least a minute: `2 days`. */
export function formatSpan(locale: string, ms: number): string {
  const [unit, length] = spans.find(([, each]) => ms >= each) ?? (["minute", 60_000] as const);
  const count = Math.max(1, Math.floor(ms / length));
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

/** Returns a moment (milliseconds since the epoch) as date and time of day, in local time. */
export function formatTime(locale: string, at: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/**
 * Returns the time of day of a moment (milliseconds since the epoch) with seconds, in local time.
 */
export function formatClock(locale: string, at: number): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: "medium" }).format(at);
}

/** Returns whether a param of an error, which is a text, holds several names. */
export const areSeveral = (names: string) => names.includes(", ");

/** Returns the number in what a program says of its version, such as `QEMU emulator version 7.2.22 (Debian …)`. */
export function shortVersion(told: string): string {
  return /\d+(?:\.\d+)+[^\s,()]*/.exec(told)?.[0] ?? told;
}
