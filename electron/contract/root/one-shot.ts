import * as v from "valibot";

/**
 * The rare and dangerous actions of root, each with a prompt of its own, so that a program that
 * reaches netd's socket cannot reach these. No action takes a name, a path or a text of the
 * caller's: polkit names the user, netd's state file the LAN, and a device is two numbers.
 */
export const oneShotActionSchema = v.variant("do", [
  v.strictObject({
    do: v.literal("load-module"),
    module: v.picklist(["kvm_intel", "kvm_amd", "tun"]),
  }),
  v.strictObject({
    do: v.literal("set-module-option"),
    /** Only one is known to help: for processors that cannot run every state of a guest. */
    option: v.literal("kvm_intel emulate_invalid_guest_state=0"),
    /** Until the module is loaded anew, or each time that it is loaded. */
    scope: v.picklist(["boot", "always"]),
  }),
  v.strictObject({
    do: v.literal("unset-module-option"),
    /** Takes back what `set-module-option` did with the same scope. */
    scope: v.picklist(["boot", "always"]),
  }),
  v.strictObject({ do: v.literal("join-group-kvm") }),
  /** Access to /dev/kvm for the calling user, until the computer restarts. */
  v.strictObject({ do: v.literal("open-kvm") }),
  v.strictObject({ do: v.literal("close-kvm") }),
  /** Access to one block device, by its numbers: a path could lead elsewhere by then. */
  v.strictObject({
    do: v.literal("lend-device"),
    // 12 and 20 bits (MINORBITS, linux/kdev_t.h).
    major: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xfff)),
    minor: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xfffff)),
  }),
  v.strictObject({ do: v.literal("take-back-devices") }),
  v.strictObject({ do: v.literal("allow-through-firewall") }),
  v.strictObject({ do: v.literal("take-back-firewall") }),
  /** The names of the LAN's machines, as netd's state file has them, in /etc/hosts. */
  v.strictObject({ do: v.literal("write-hosts") }),
  v.strictObject({ do: v.literal("take-back-hosts") }),
]);
export type OneShotAction = v.InferOutput<typeof oneShotActionSchema>;

/** The names of the actions: the word before the argument, by which polkit knows each. */
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
      /** Arguments of the same program by which it tells that the step is done already. */
      readonly unless?: readonly string[];
    }
  /** A block of ours in the hosts file; null: it is taken out. */
  | { readonly do: "hosts"; readonly block: string | null }
  /** Written only where there is nothing, or the same text. */
  | { readonly do: "write"; readonly path: string; readonly text: string }
  /** Removed only while it holds this text. */
  | { readonly do: "remove"; readonly path: string; readonly text: string };

/**
 * Root's note beside a lease whose machine has ended while other processes still have the disk
 * open: the disk is kept from being mounted until they close it.
 */
export const heldOpenNoteSchema = v.strictObject({
  node: v.string(),
  program: v.string(),
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
});
export type HeldOpenNote = v.InferOutput<typeof heldOpenNoteSchema>;
