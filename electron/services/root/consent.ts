import { type AskConsent, isExplainedAlways, type RootPrompt } from "../../contract/root/root.ts";

/** The questions before root's password, one at a time, and their answers. */
export interface RootConsent {
  readonly ask: AskConsent;
  /** Returns the pending question; null if there is none. */
  pending(): RootPrompt | null;
  /** Answers the pending question. */
  answer(goOn: boolean): void;
  /** Calls back when the pending question changes. */
  watch(listener: () => void): void;
}

/**
 * Creates the app's consent: windows show the pending question. `explains` tells whether the user
 * still wants explanations for the LAN.
 */
export function createRootConsent(explains: () => Promise<boolean>): RootConsent {
  const listeners: (() => void)[] = [];
  const waiting: { readonly prompt: RootPrompt; readonly end: (goOn: boolean) => void }[] = [];
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    async ask(prompt) {
      if (!isExplainedAlways(prompt.task) && !(await explains())) return true;
      return new Promise((end) => {
        waiting.push({ prompt, end });
        tell();
      });
    },
    pending: () => waiting[0]?.prompt ?? null,
    answer(goOn) {
      waiting.shift()?.end(goOn);
      tell();
    },
    watch: (listener) => void listeners.push(listener),
  };
}
