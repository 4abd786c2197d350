import type { Language } from "../../contract/words/words.ts";
import { de } from "./words-de.ts";
import { type CliWords, en } from "./words-en.ts";

/** Returns the command's own words in a language; errors have theirs in the contract. */
export function cliWordsFor(language: Language): CliWords {
  return language === "de" ? de : en;
}
