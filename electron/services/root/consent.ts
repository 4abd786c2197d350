import { type AskConsent, isExplainedAlways, type RootPrompt } from "../../contract/root/root.ts";

/** What a person is asked before the password, one thing at a time, and their answers. */
export interface RootConsent {
  readonly ask: AskConsent;
  /** What is asked now; null: nothing. */
  pending(): RootPrompt | null;
  /** Answers what is asked now. */
  answer(goOn: boolean): void;
  /** Calls back when what is asked changes. */
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
