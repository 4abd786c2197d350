/** The signals by which a person or the system ends a program. */
const endSignals = ["SIGINT", "SIGTERM"] as const;
type Answer = (signal: NodeJS.Signals) => void;

let answer: Answer | null = null;
const pass = (signal: NodeJS.Signals) => answer?.(signal);

/**
 * Has a function answer Ctrl-C and SIGTERM in place of the present one; returns the function that puts that
 * one back. There is one listener for all, so that no moment between two of them has none.
 */
export function answerEndSignals(next: Answer): () => void {
  const former = answer;
  if (former === null) for (const signal of endSignals) process.on(signal, pass);
  answer = next;
  return () => {
    answer = former;
    if (former === null) for (const signal of endSignals) process.off(signal, pass);
  };
}
