import { useSyncExternalStore } from "react";
import type { AppState, Snapshot } from "../electron/contract/state.ts";
import type { Words } from "../electron/contract/words/en.ts";
import { type Language, languageOf, wordsFor } from "../electron/contract/words/words.ts";
import { bridge } from "./bridge.ts";

let current: Snapshot | null = null;
const listeners = new Set<() => void>();

function take(snapshot: Snapshot): void {
  if (current !== null && snapshot.revision <= current.revision) return;
  current = snapshot;
  document.documentElement.lang = languageFor(snapshot.state);
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

function read(): AppState {
  if (current === null) throw new Error("a page was drawn before its first snapshot");
  return current.state;
}

/** Listens to main and gets the first snapshot; to be awaited before anything is drawn. */
export async function connect(): Promise<void> {
  bridge.on("state", take);
  const answer = await bridge.call("state.get", undefined);
  if (!answer.ok) throw new Error(`no state: ${answer.error.code}`);
  take(answer.value);
}

/** What main says is the case, always the newest. */
export function useAppState(): AppState {
  return useSyncExternalStore(subscribe, read);
}

/** The catalogue of the language that the settings choose. */
export function useWords(): Words {
  return wordsFor(languageFor(useAppState()));
}
