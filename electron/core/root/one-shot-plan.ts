import { assertNever } from "../../contract/errors/app-error.ts";
import type { OneShotAction, OneShotStep } from "../../contract/root/one-shot.ts";
import { hostsFile } from "../lan/names/hosts-block.ts";

/** The facts that an action depends on; root reads all of them itself. */
export interface OneShotFacts {
  /** The login name of the calling user. */
  readonly user: string;
  /** The LAN's interface, and the chain of iptables in which its rules belong. */
  readonly firewall: {
    readonly lan: string;
    readonly chain: string;
    readonly program: Iptables;
  } | null;
  /** Our rules in iptables, as findTaggedRules returns them. */
  readonly tagged: readonly { readonly program: Iptables; readonly rule: readonly string[] }[];
  /** The names of the LAN, for the hosts file; null if the LAN is off. */
  readonly hosts: string | null;
}

/** iptables' tables in nftables, or the older ones beside those. */
type Iptables = "iptables" | "iptables-legacy";

/** The file for module options (modprobe.d(5)). */
export const optionsFile = "/etc/modprobe.d/virtray.conf";
const option = ["kvm_intel", "emulate_invalid_guest_state=0"] as const;
/** The kernel's default (arch/x86/kvm/vmx/vmx.c); a file with the option may exist. */
const usual = ["kvm_intel", "emulate_invalid_guest_state=1"] as const;
const optionsText = `# Written by Virtray. To take it back: virtray doctor --repair guest-state-undo
options ${option.join(" ")}
`;

const kvm = "/dev/kvm";

/** Marks our rules among those of other programs. */
const tag = "virtray";

/**
 * Returns the rules that let the LAN pass: packets from it, answers, and packets of a port forward.
 * Our own table drops all other forwards.
 */
function passRules(chain: string, lan: string): readonly (readonly string[])[] {
  const tail = ["-m", "comment", "--comment", tag, "-j", "ACCEPT"];
  const inward = (states: string) => ["-o", lan, "-m", "conntrack", "--ctstate", states];
  return [
    [chain, "-i", lan, ...tail],
    [chain, ...inward("RELATED,ESTABLISHED"), ...tail],
    [chain, ...inward("DNAT"), ...tail],
  ];
}

/** Waits for other users of iptables instead of failing (iptables(8)). */
const wait = "-w";

/** Unloads the module, which fails while machines use it, and loads it with an option. */
function loadAnew(module: readonly [string, string]): readonly OneShotStep[] {
  return [
    { do: "run", program: "modprobe", args: ["-r", module[0]] },
    { do: "run", program: "modprobe", args: module },
  ];
}

/**
 * Returns the steps of an action, in order. The same plan is shown to the user and carried out by
 * root.
 */
export function planOneShot(action: OneShotAction, facts: OneShotFacts): readonly OneShotStep[] {
  switch (action.do) {
    case "load-module":
      return [{ do: "run", program: "modprobe", args: [action.module] }];
    case "set-module-option":
      return action.scope === "always"
        ? [{ do: "write", path: optionsFile, text: optionsText }]
        : loadAnew(option);
    case "unset-module-option":
      return action.scope === "always"
        ? [{ do: "remove", path: optionsFile, text: optionsText }]
        : loadAnew(usual);
    case "join-group-kvm":
      return [{ do: "run", program: "usermod", args: ["-aG", "kvm", "--", facts.user] }];
    case "open-kvm":
      return [{ do: "run", program: "setfacl", args: ["-m", `u:${facts.user}:rw`, "--", kvm] }];
    case "close-kvm":
      return [{ do: "run", program: "setfacl", args: ["-x", `u:${facts.user}`, "--", kvm] }];
    case "lend-device":
    case "take-back-devices":
      // Not a list of steps, because the disk is lent for a time: see netd/one-shot/lend-device.ts.
      return [];
    case "allow-through-firewall": {
      const { firewall } = facts;
      if (firewall === null) return [];
      return passRules(firewall.chain, firewall.lan).map((rule) => ({
        do: "run",
        program: firewall.program,
        args: [wait, "-I", ...rule],
        unless: [wait, "-C", ...rule],
      }));
    }
    case "take-back-firewall":
      return facts.tagged.map(({ program, rule }) => ({
        do: "run",
        program,
        args: [wait, "-D", ...rule],
      }));
    case "write-hosts":
      return facts.hosts === null ? [] : [{ do: "hosts", block: facts.hosts }];
    case "take-back-hosts":
      return [{ do: "hosts", block: null }];
    default:
      return assertNever(action);
  }
}

const taggedRule =
  /^-A ((?:FORWARD|DOCKER-USER) -[io] [A-Za-z0-9][A-Za-z0-9_.-]{0,14}(?: -m conntrack --ctstate (?:RELATED,ESTABLISHED|DNAT))? -m comment --comment virtray -j ACCEPT)$/;

/** Finds our rules in the output of `iptables -S`, each as the words after `-A`. */
export function findTaggedRules(listing: string): readonly (readonly string[])[] {
  return listing.split("\n").flatMap((line) => {
    const rule = taggedRule.exec(line)?.[1];
    return rule === undefined ? [] : [rule.split(" ")];
  });
}

/** Writes one of our rules as the inventory shows it. */
export function taggedText({ program, rule }: OneShotFacts["tagged"][number]): string {
  return `${program}: ${rule.join(" ")}`;
}

/** Returns a step as lines for people and for the log. */
export function stepWords(step: OneShotStep): readonly string[] {
  switch (step.do) {
    case "run":
      return [step.program, ...step.args];
    case "hosts":
      return [step.do, hostsFile, step.block ?? ""];
    default:
      return [step.do, step.path, step.text];
  }
}
