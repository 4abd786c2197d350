import { app as de } from "./de/app.ts";
import { type AppWords, app as en } from "./en/app.ts";
import type { Language } from "./words.ts";

/** The few words that the app needs before a whole catalogue is loaded. */
export function appWordsFor(language: Language): AppWords {
  return language === "de" ? de : en;
}
