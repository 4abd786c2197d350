import type { Words } from "./en/english.ts";
import type { Remedy } from "./remedies.ts";
import { nameChoice } from "./words.ts";

/** Returns the words on the button of a remedy. */
export function nameRemedy(words: Words, remedy: Remedy): string {
  const { ui } = words;
  const { trouble } = ui;
  switch (remedy.do) {
    case "kill":
    case "resume":
    case "restart":
    case "boot":
    case "discard":
      return ui.verbs[remedy.do];
    case "delete":
      return ui.actions.trash;
    case "recover":
      return ui.machines.recover(remedy.savedAt);
    case "use-uplink":
      return trouble.remedies.use(nameChoice(words, remedy.choice));
    case "make-independent":
      return trouble.remedies.makeIndependent(remedy.machines.map(({ name }) => name));
    case "retry":
    case "lan-again":
    case "keep-uplink":
      return ui.jobs.retry;
    case "lan-on":
      return ui.jobs.kind["lan-up"];
    case "lan-off":
      return ui.jobs.kind["lan-down"];
    default:
      return trouble.remedies[remedy.do];
  }
}
