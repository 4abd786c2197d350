import { matchChoice } from "../uplink/choice.ts";
import type { Words } from "./en/english.ts";
import type { Remedy } from "./remedies.ts";

/** Returns the words on the button of a remedy. */
export function nameRemedy({ ui }: Words, remedy: Remedy): string {
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
      return matchChoice(remedy.choice, {
        automatic: () => trouble.remedies.use(ui.uplink.automatic),
        none: () => trouble.remedies.use(ui.uplink.none),
        pinned: (pinned) => trouble.remedies.use(pinned.interface),
        preferred: ({ interfaces }) => trouble.remedies.use(interfaces.join(", ")),
      });
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
