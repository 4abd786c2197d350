import type { RootPrompt, RootTask } from "../../root/root.ts";

/** The text that a person reads before the password prompt. */
export interface RootWords {
  readonly title: string;
  /** Root's steps, one a line. */
  readonly steps: readonly string[];
  /** Further notes. */
  readonly notes: readonly string[];
}

const keeps =
  "keep interface, routes and rules in place until the LAN is switched off, and then undo everything";
const once = "You are not asked again until the LAN is off, not even to switch the uplink.";

function explain(task: RootTask): RootWords {
  switch (task.do) {
    case "lan-up":
      return {
        title: "To switch the LAN on, your password is needed once",
        steps: [
          `create a network interface, ${task.interface}, with the address ${task.address}`,
          "add routes and firewall rules that send machines’ traffic through the chosen uplink only",
          keeps,
        ],
        notes: [once, "Machines and windows never run as root."],
      };
    case "lan-move":
      return {
        title: "To change the LAN, your password is needed",
        steps: [
          "remove the interface, routes and firewall rules of the LAN that is on",
          `create a network interface, ${task.interface}, with the address ${task.address}`,
          keeps,
        ],
        notes: ["Agree only if you have just changed the LAN yourself.", once],
      };
    case "lan-down":
      return {
        title: "To switch the LAN off, your password is needed once",
        steps: [
          "remove the interface, routes and firewall rules that Virtray added, and no others",
        ],
        notes: [
          "The root helper, which would have switched the LAN off without asking, has ended.",
        ],
      };
    case "lan-keep":
      return {
        title: "To keep the LAN on, your password is needed once",
        steps: [
          "take over the interface, routes and firewall rules that Virtray added before",
          keeps,
        ],
        notes: ["The root helper, which kept the LAN before, has ended.", once],
      };
    case "lend-device":
      return {
        title: `To run “${task.machine}” from ${task.device}, your password is needed`,
        steps: [
          `check that nothing on this computer uses ${task.device}, and prevent it from being mounted until the machine ends`,
          `let your account open ${task.device} until the machine ends, and no longer`,
        ],
        notes: [
          "The machine writes to that disk directly. Until the machine ends, all your programs could do so, too.",
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
            `Root will run ${writable}, which any of your programs could modify. An installed package does not have this weakness.`,
          ];
    return { ...words, notes: [...words.notes, ...warning] };
  },
  intro: "As root, Virtray will:",
  go: "Continue",
  never: "Don’t show again",
};
