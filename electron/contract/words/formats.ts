import type { Region } from "../base/region.ts";

/** Texts for one thing and for other numbers of them; German and English need no more forms. */
export interface PluralForms {
  readonly one: string;
  readonly other: string;
}

/** Returns the form that a language uses for a count. */
export function plural(locale: string, count: number, forms: PluralForms): string {
  return new Intl.PluralRules(locale).select(count) === "one" ? forms.one : forms.other;
}

let region: Region = { numbers: null, times: null };

/** Sets the region of all texts of this process or page, which has one user. */
export function setRegion(wanted: Region): void {
  region = wanted;
}

/** Returns a language as it is written in the region. */
function localeFor(language: string, custom: keyof Region): string {
  const country = region[custom];
  return country === null ? language : `${language}-${country}`;
}

const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Returns a number with the separators of language and region. */
export function formatNumber(language: string, amount: number): string {
  return new Intl.NumberFormat(localeFor(language, "numbers")).format(amount);
}

/** Bytes as a short number with a binary unit: 1610612736 becomes `1.5 GiB`. */
export function formatSize(language: string, bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), binaryUnits.length - 1);
  const amount = bytes / 1024 ** power;
  // Fractions of numbers with three digits or more are noise.
  const maximumFractionDigits = amount < 100 ? 1 : 0;
  const locale = localeFor(language, "numbers");
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

const agoUnits = [["year", 365 * 86_400_000], ["month", 30 * 86_400_000], ...spans] as const;

/** Returns how long ago something was, in its largest unit, at least a minute: `3 months ago`. */
export function formatAgo(language: string, ms: number): string {
  const [unit, length] = agoUnits.find(([, each]) => ms >= each) ?? (["minute", 60_000] as const);
  const count = Math.max(1, Math.floor(ms / length));
  return new Intl.RelativeTimeFormat(language).format(-count, unit);
}

/** Returns a moment (milliseconds since the epoch) as date and time of day, in local time. */
export function formatTime(language: string, at: number): string {
  return new Intl.DateTimeFormat(localeFor(language, "times"), {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(at);
}

/**
 * Returns the time of day of a moment (milliseconds since the epoch) with seconds, in local time.
 */
export function formatClock(language: string, at: number): string {
  return new Intl.DateTimeFormat(localeFor(language, "times"), { timeStyle: "medium" }).format(at);
}

/**
 * Returns a moment (milliseconds since the epoch) with seconds for a table, in local time: as in ISO
 * 8601 where no region is set.
 */
export function formatStamp(language: string, at: number): string {
  if (region.times === null) return new Date(at).toLocaleString("sv-SE");
  return new Intl.DateTimeFormat(localeFor(language, "times"), {
    dateStyle: "short",
    timeStyle: "medium",
  }).format(at);
}

/** Returns whether a param of an error, which is a text, holds several names. */
export const areSeveral = (names: string) => names.includes(", ");

/** Returns the number in what a program says of its version, such as `QEMU emulator version 7.2.22 (Debian …)`. */
export function shortVersion(told: string): string {
  return /\d+(?:\.\d+)+[^\s,()]*/.exec(told)?.[0] ?? told;
}
