import type { Language } from "../../contract/base/languages.ts";
import { de } from "./words-de.ts";
import { type CliWords, en } from "./words-en.ts";

const catalogues: Readonly<Record<Language, CliWords>> = { en, de };

/** Returns the command's own words in a language; errors have theirs in the contract. */
export function cliWordsFor(language: Language): CliWords {
  return catalogues[language];
}
