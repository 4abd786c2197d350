import { de } from "./de/german.ts";
import { en, type Words } from "./en/english.ts";
import type { Language } from "./words.ts";

/** The catalogue of a language. Pages load the one that they need (renderer/app-state.ts). */
export function wordsFor(language: Language): Words {
  return language === "de" ? de : en;
}
