import { useSyncExternalStore } from "react";
import type { AppState, AppStateUpdate } from "../electron/contract/app/state.ts";
import { type AppError, appError } from "../electron/contract/errors/app-error.ts";
import type { Words } from "../electron/contract/words/en/english.ts";
import { type Language, languageOf } from "../electron/contract/words/words.ts";
import { bridge } from "./bridge.ts";

/** A page has the words of one language only: those of all are a good part of what it would hold. */
const catalogues: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import("../electron/contract/words/en/english.ts")).en,
  de: async () => (await import("../electron/contract/words/de/german.ts")).de,
};

interface Drawn {
  readonly update: AppStateUpdate;
  readonly language: Language;
  readonly words: Words;
  /** Why the language is another one than was chosen; null: it is not. */
  readonly problem: AppError | null;
}

/** What the page shows. */
let current: Drawn | null = null;
/** The newest that main has said; it is shown as soon as its words are there. */
let newest: AppStateUpdate | null = null;
const listeners = new Set<() => void>();

async function take(update: AppStateUpdate): Promise<void> {
  if (newest !== null && update.revision <= newest.revision) return;
  newest = update;
  const language = languageFor(update.state);
  if (current?.language === language) return show({ ...current, update: update, problem: null });
  const next = await inWordsOf(language, update);
  if (newest === update) show(next);
}

/** A snapshot in a language; in the one that is shown, or any, if the words of that cannot be loaded. */
async function inWordsOf(language: Language, update: AppStateUpdate): Promise<Drawn> {
  try {
    return { update: update, language, words: await catalogues[language](), problem: null };
  } catch (error) {
    const problem = appError("words-missing", { language }, String(error));
    if (current !== null) return { ...current, update: update, problem };
    const other = language === "en" ? "de" : "en";
    return { update: update, language: other, words: await catalogues[other](), problem };
  }
}

function show(next: Drawn): void {
  current = next;
  document.documentElement.lang = next.language;
  for (const listener of listeners) listener();
}

function languageFor(state: AppState): Language {
  const { language } = state.settings;
  return language === "auto" ? languageOf(navigator.language) : language;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Drawn {
  if (current === null) throw new Error("a page was drawn before its first snapshot");
  return current;
}

const readState = () => read().update.state;
const readWords = () => read().words;
const readWordsProblem = () => read().problem;

/** Listens to main and gets the first snapshot; to be awaited before anything is drawn. */
export async function connect(): Promise<void> {
  let pushed = Promise.resolve();
  bridge.on("state", (update) => {
    pushed = Promise.all([pushed, take(update)]).then(() => {});
  });
  const answer = await bridge.call("state.get", undefined);
  if (!answer.ok) throw new Error(`no state: ${answer.error.code}`);
  await take(answer.value);
  // What was pushed meanwhile is newer, and its words may still be on their way.
  while (current === null) await pushed;
}

/** What main says is the case, always the newest. */
export function useAppState(): AppState {
  return useSyncExternalStore(subscribe, readState);
}

/** The catalogue of the language that the settings choose. */
export function useWords(): Words {
  return useSyncExternalStore(subscribe, readWords);
}

/** Why the words are in another language than the settings choose; null: they are not. */
export function useWordsProblem(): AppError | null {
  return useSyncExternalStore(subscribe, readWordsProblem);
}
