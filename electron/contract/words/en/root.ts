import type { RootPrompt, RootTask } from "../../root/root.ts";

/** The text that a person reads before the password prompt. */
export interface RootWords {
  readonly title: string;
  /** Root's steps, one a line. */
  readonly steps: readonly string[];
  /** Further notes. */
  readonly notes: readonly string[];
}

const keeps = "keep them as they are until the LAN is switched off, and then take all of it back";
const once = "It does not ask again until the LAN is off, not even to switch the uplink.";

function explain(task: RootTask): RootWords {
  switch (task.do) {
    case "lan-up":
      return {
        title: "Switching the LAN on needs your password once",
        steps: [
          `make a network interface, ${task.interface}, with the address ${task.address}`,
          "add routes and firewall rules of its own, which let machines out by the chosen uplink alone",
          keeps,
        ],
        notes: [once, "Machines and windows never run as root."],
      };
    case "lan-move":
      return {
        title: "Another LAN needs your password",
        steps: [
          "remove the interface, routes and firewall rules of the LAN that is on",
          `make a network interface, ${task.interface}, with the address ${task.address}`,
          keeps,
        ],
        notes: ["Agree only if you have just changed the LAN yourself.", once],
      };
    case "lan-down":
      return {
        title: "Switching the LAN off needs your password once",
        steps: [
          "remove the interface, routes and firewall rules that Virtray added, and no others",
        ],
        notes: ["The part that would have done it without asking has ended."],
      };
    case "lan-keep":
      return {
        title: "Keeping the LAN needs your password once",
        steps: [
          "take over the interface, routes and firewall rules that Virtray added before",
          keeps,
        ],
        notes: ["The part that did so has ended.", once],
      };
    case "lend-device":
      return {
        title: `“${task.machine}” runs from ${task.device}, which needs your password`,
        steps: [
          `check that nothing on this computer uses ${task.device}, and keep it from being mounted meanwhile`,
          `let your user open ${task.device} until the machine ends, and no longer`,
        ],
        notes: [
          "The machine writes to that disk itself. Until it ends, every program of yours could, too.",
        ],
      };
  }
}

/** The texts before the prompt, in the windows and on the terminal. */
export const root = {
  explain: ({ task, writable }: RootPrompt): RootWords => {
    const words = explain(task);
    const warning =
      writable === null
        ? []
        : [
            `Root will run ${writable}, which every program of yours could change. An installed package does not have this weakness.`,
          ];
    return { ...words, notes: [...words.notes, ...warning] };
  },
  intro: "As root, Virtray will:",
  go: "Continue",
  never: "Do not explain this again",
};
