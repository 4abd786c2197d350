import { type AskConsent, isExplainedAlways, type RootPrompt } from "../../contract/root/root.ts";

/** The questions that come before root's password, one at a time, and their answers. */
export interface RootConsent {
  readonly ask: AskConsent;
  /** Returns the pending question; null: none. */
  pending(): RootPrompt | null;
  /** Answers the pending question. */
  answer(goOn: boolean): void;
  /** Calls back when the pending question changes. */
  watch(listener: () => void): void;
}

/**
 * Makes the app's way of asking: windows show what is pending. `explains` tells whether the person
 * still wants what is done for the LAN explained.
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
