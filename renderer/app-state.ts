import { useSyncExternalStore } from "react";
import type { AppState, AppStateUpdate } from "../electron/contract/app/state.ts";
import { type Language, languageOf, languages } from "../electron/contract/base/languages.ts";
import { type AppError, appError } from "../electron/contract/errors/app-error.ts";
import type { Words } from "../electron/contract/words/en/english.ts";
import { setRegion } from "../electron/contract/words/formats.ts";
import { bridge } from "./bridge.ts";

/** Loads one language's words only: all of them would make up much of a page's code. */
async function loadWords(language: Language): Promise<Words> {
  const module: unknown = await import(`../electron/contract/words/${language}/index.ts`);
  return (module as { readonly words: Words }).words;
}

interface Drawn {
  readonly update: AppStateUpdate;
  readonly language: Language;
  readonly words: Words;
  /** Why the language differs from the chosen one; null if it does not. */
  readonly problem: AppError | null;
}

/** The update that the page shows. */
let current: Drawn | null = null;
/** The newest update from main, which is shown as soon as its words are loaded. */
let newest: AppStateUpdate | null = null;
const listeners = new Set<() => void>();

async function take(update: AppStateUpdate): Promise<void> {
  if (newest !== null && update.revision <= newest.revision) return;
  newest = update;
  setRegion(update.state.region);
  const language = languageFor(update.state);
  if (current?.language === language) return show({ ...current, update, problem: null });
  const next = await inWordsOf(language, update);
  if (newest === update) show(next);
}

/** Adds the words of a language to an update; if they cannot be loaded, those that are shown, or any. */
async function inWordsOf(language: Language, update: AppStateUpdate): Promise<Drawn> {
  try {
    return { update, language, words: await loadWords(language), problem: null };
  } catch (error) {
    const problem = appError("words-missing", { language }, String(error));
    if (current !== null) return { ...current, update, problem };
    const other = languages.find((each) => each !== language) ?? language;
    return { update, language: other, words: await loadWords(other), problem };
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
  if (current === null) throw new Error("a page was drawn before its first state");
  return current;
}

/** Resolves with what is found in the state, now or after one of its next changes; null is not found. */
export function whenState<T>(find: (state: AppState) => T | null): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      const found = find(read().update.state);
      if (found === null) return false;
      resolve(found);
      return true;
    };
    if (look()) return;
    const end = subscribe(() => {
      if (look()) end();
    });
  });
}

const readState = () => read().update.state;
const readWords = () => read().words;
const readWordsProblem = () => read().problem;

/** Subscribes to main and gets the first state; await it before drawing anything. */
export async function connect(): Promise<void> {
  let pushed = Promise.resolve();
  bridge.on("state", (update) => {
    pushed = Promise.all([pushed, take(update)]).then(() => {});
  });
  const answer = await bridge.call("state.get", undefined);
  if (!answer.ok) throw new Error(`no state: ${answer.error.code}`);
  await take(answer.value);
  // An update that was pushed in between is newer, and its words may still be loading.
  while (current === null) await pushed;
}

/** Returns the newest state from main. */
export function useAppState(): AppState {
  return useSyncExternalStore(subscribe, readState);
}

/** Returns the words of the language that the settings choose. */
export function useWords(): Words {
  return useSyncExternalStore(subscribe, readWords);
}

/** Returns why the words are in another language than the chosen one; null if they are not. */
export function useWordsProblem(): AppError | null {
  return useSyncExternalStore(subscribe, readWordsProblem);
}
