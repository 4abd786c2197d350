import type { Language } from "../../contract/base/languages.ts";
import type { Words } from "../../contract/words/en/english.ts";
import type { HelpWords } from "./help-words.ts";
import type { CliWords } from "./words-en.ts";

/** The words of one language: those that errors and pages share, and the command's own. */
interface SpokenWords {
  readonly words: Words;
  readonly cli: CliWords;
}

const catalogues: Readonly<Record<Language, () => Promise<SpokenWords>>> = {
  async en() {
    const [{ words }, { en: cli }] = await Promise.all([
      import("../../contract/words/en/index.ts"),
      import("./words-en.ts"),
    ]);
    return { words, cli };
  },
  async de() {
    const [{ words }, { de: cli }] = await Promise.all([
      import("../../contract/words/de/index.ts"),
      import("./words-de.ts"),
    ]);
    return { words, cli };
  },
};

const helps: Readonly<Record<Exclude<Language, "en">, () => Promise<HelpWords>>> = {
  de: async () => (await import("./help-de.ts")).helpDe,
};

/** Loads the words of a language, and of no other. */
export function loadWords(language: Language): Promise<SpokenWords> {
  return catalogues[language]();
}

/** Loads the words of the help; null for English, in which the commands are written. */
export async function loadHelp(language: Language): Promise<HelpWords | null> {
  return language === "en" ? null : helps[language]();
}
