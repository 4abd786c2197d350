import type { Language } from "../base/languages.ts";
import { de } from "./de/german.ts";
import { rootActions as rootActionsDe } from "./de/root-actions.ts";
import { en, type Words } from "./en/english.ts";
import { type RootActionWords, rootActions as rootActionsEn } from "./en/root-actions.ts";

const catalogues: Readonly<Record<Language, Words>> = { en, de };

/** The words of polkit's dialogues in each language. Only packages hold them. */
export const rootActionWords: Readonly<Record<Language, RootActionWords>> = {
  en: rootActionsEn,
  de: rootActionsDe,
};

/**
 * Returns the catalogue of a language. Pages load the one that they need (renderer/app-state.ts).
 */
export function wordsFor(language: Language): Words {
  return catalogues[language];
}
