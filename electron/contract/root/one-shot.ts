import * as v from "valibot";

/**
 * The rare and dangerous actions of root, each with a prompt of its own, so that a program that
 * reaches netd's socket cannot request them. No action takes a name, a path or a text from its
 * request: polkit names the user, netd's state file the LAN, and a device is two numbers.
 */
export const oneShotActionSchema = v.variant("do", [
  v.strictObject({
    do: v.literal("load-module"),
    module: v.picklist(["kvm_intel", "kvm_amd", "tun"]),
  }),
  v.strictObject({
    do: v.literal("set-module-option"),
    /** The only option known to help: for processors that cannot run every state of a guest. */
    option: v.literal("kvm_intel emulate_invalid_guest_state=0"),
    /** `boot`: until the module is loaded anew; `always`: each time that it is loaded. */
    scope: v.picklist(["boot", "always"]),
  }),
  v.strictObject({
    do: v.literal("unset-module-option"),
    /** Takes back `set-module-option` with the same scope. */
    scope: v.picklist(["boot", "always"]),
  }),
  v.strictObject({ do: v.literal("join-group-kvm") }),
  /** Gives the user access to /dev/kvm until the computer restarts. */
  v.strictObject({ do: v.literal("open-kvm") }),
  v.strictObject({ do: v.literal("close-kvm") }),
  /**
   * Gives access to one block device by its numbers, because a path could lead elsewhere by then.
   */
  v.strictObject({
    do: v.literal("lend-device"),
    // 12 and 20 bits (MINORBITS, linux/kdev_t.h).
    major: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xfff)),
    minor: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xfffff)),
  }),
  v.strictObject({ do: v.literal("take-back-devices") }),
  v.strictObject({ do: v.literal("allow-through-firewall") }),
  v.strictObject({ do: v.literal("take-back-firewall") }),
  /** Writes the names of the LAN's machines, from netd's state file, to /etc/hosts. */
  v.strictObject({ do: v.literal("write-hosts") }),
  v.strictObject({ do: v.literal("take-back-hosts") }),
]);
export type OneShotAction = v.InferOutput<typeof oneShotActionSchema>;

/** The names of the actions: the word before the argument, by which polkit recognises each. */
export const oneShotNames: readonly string[] = oneShotActionSchema.options.map(
  (each) => each.entries.do.literal,
);

/** The argument of the elevated command line. */
export const oneShotRequestSchema = v.strictObject({ v: v.literal(1), once: oneShotActionSchema });
export type OneShotRequest = v.InferOutput<typeof oneShotRequestSchema>;

/** One step of a one-shot action. */
export type OneShotStep =
  | {
      readonly do: "run";
      readonly program: "modprobe" | "usermod" | "iptables" | "iptables-legacy" | "setfacl";
      readonly args: readonly string[];
      /** Arguments of the same program that show whether the step is done already. */
      readonly unless?: readonly string[];
    }
  /** Our block in the hosts file; null to remove it. */
  | { readonly do: "hosts"; readonly block: string | null }
  /** Written only if the file does not exist, or has the same text. */
  | { readonly do: "write"; readonly path: string; readonly text: string }
  /** Removed only while the file has this text. */
  | { readonly do: "remove"; readonly path: string; readonly text: string };

/**
 * Root's note beside a lease whose machine has ended while other processes still have the disk
 * open: root keeps the disk from being mounted until they close it.
 */
export const heldOpenNoteSchema = v.strictObject({
  node: v.string(),
  program: v.string(),
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
});
export type HeldOpenNote = v.InferOutput<typeof heldOpenNoteSchema>;
