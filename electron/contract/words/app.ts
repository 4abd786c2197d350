import { app as de } from "./de/app.ts";
import { app as en } from "./en/app.ts";
import type { Language } from "./words.ts";

export type AppWords = typeof en;

/** The few words that the app needs before a whole catalogue is loaded. */
export function appWordsFor(language: Language): AppWords {
  return language === "de" ? de : en;
}
