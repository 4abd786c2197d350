/** A language of the interface. */
interface LanguageRow {
  /** The name that its speakers give it. */
  readonly name: string;
  /** The few words that the app needs before a whole catalogue is loaded. */
  readonly app: AppWords;
}

export interface AppWords {
  readonly starting: string;
  readonly failed: string;
  readonly failedBy: (detail: string) => string;
  readonly quit: string;
}

const table = {
  en: {
    name: "English",
    app: {
      starting: "Virtray is starting",
      failed: "Virtray cannot start",
      failedBy: (detail: string) => `${detail}

Running machines keep running. Fix the problem, then start Virtray again.`,
      quit: "Quit (machines keep running)",
    },
  },
  de: {
    name: "Deutsch",
    app: {
      starting: "Virtray wird gestartet",
      failed: "Virtray kann nicht starten",
      failedBy: (detail) => `${detail}

Laufende Maschinen laufen weiter. Das Problem beheben, dann Virtray neu starten.`,
      quit: "Beenden (Maschinen laufen weiter)",
    },
  },
} as const satisfies Readonly<Record<string, LanguageRow>>;

export type Language = keyof typeof table;

/** Which languages there are; the first one stands in for all others. */
export const languages = Object.keys(table) as [Language, ...Language[]];

/** Returns the name that speakers of a language give it; the code itself of one that is not there. */
export const nameOfLanguage = (code: string): string =>
  Object.hasOwn(table, code) ? table[code as Language].name : code;

/** Returns the few words that the app needs before a whole catalogue is loaded. */
export const appWordsFor = (language: Language): AppWords => table[language].app;

/** Returns the language of a locale such as `de_AT.UTF-8`; English for that of another language. */
export function languageOf(locale: string | undefined): Language {
  const named = /^([a-z]{2})(?:$|[_.@-])/i.exec(locale ?? "")?.[1]?.toLowerCase();
  return languages.find((language) => language === named) ?? languages[0];
}
