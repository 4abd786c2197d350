import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors of commands in machines of their own, in English. */
export const runErrors = {
  "run-no-key": () => ({
    what: "There is no SSH key to log in with.",
    todo: "Create one in ~/.ssh with --make-key, or name one with --key FILE.",
  }),
  "run-not-removed": ({ name }) => ({
    what: `The machine “${name}” could not be removed.`,
    todo: "Delete the machine.",
    typed: `Delete the machine: virtray delete ${name}`,
  }),
  "machine-no-login": ({ name }) => ({
    what: `“${name}” is running, but nobody could log in to it.`,
    todo: "Check that the template has cloud-init, and that the user and the key fit it.",
  }),
} satisfies Partial<ErrorWords>;
