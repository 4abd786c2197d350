import { type AppError, appError } from "../../contract/errors/app-error.ts";

/** What the explanation of a message may need of the machine. */
export interface MessageContext {
  readonly name: string;
  readonly diskPath: string;
  /** Who has the disk, for people; null: not known. */
  readonly diskHolder: string | null;
  /** Another hypervisor that is seen to run, for people; null: none is. */
  readonly hypervisor: string | null;
}

type Explain = (context: MessageContext, line: string) => AppError;

/**
 * VM entry failed by an invalid guest state: bit 31 and reason 33 (Intel SDM, volume 3, "VM-entry
 * failures during or after loading guest state"). QEMU writes the registers behind it.
 */
const guestState = /KVM: entry failed, hardware error 0x80000021/;

/**
 * Messages of QEMU 7 to 9 (and of KVM behind it) whose cause is known. The first that matches any
 * line of the log counts, so what names a cause stands before what only follows from it.
 */
const known: readonly (readonly [RegExp, Explain])[] = [
  [
    /Failed to get (?:shared )?"(?:write|consistent read|resize)" lock/,
    ({ diskPath, diskHolder }) =>
      appError("disk-in-use", { path: diskPath, by: diskHolder ?? "QEMU" }),
  ],
  [/Could not access KVM kernel module: Permission denied/, () => appError("kvm-denied", {})],
  [
    /Could not access KVM kernel module: No such (?:file|device)/,
    () => appError("kvm-missing", {}),
  ],
  [
    /ioctl\(KVM_CREATE_VM\) failed: 16 /,
    ({ hypervisor }) => appError("kvm-busy", { by: hypervisor }),
  ],
  [/CPU model 'host' requires KVM/, () => appError("cpu-needs-kvm", {})],
  [guestState, (_context, line) => appError("kvm-guest-state", { detail: line })],
  [
    /error: failed to set MSR |KVM: entry failed, hardware error|KVM internal error|failed to initialize kvm|ioctl\(KVM_\w+\) failed/,
    (_context, line) => appError("kvm-broken", { detail: line }),
  ],
  [
    /Could not open '.*': No such file or directory/,
    ({ diskPath }) => appError("disk-missing", { path: diskPath }),
  ],
  [
    /Could not open '.*': (.+)|Could not reopen file: (.+)/,
    ({ diskPath }, line) =>
      appError("disk-unreadable", { path: diskPath, detail: line.replace(/^.*: /, "") }),
  ],
  [/Cannot lock pid file/, ({ name }) => appError("machine-running", { name })],
];

/**
 * Warnings of every start: QEMU looks whether the hub between card and cable (qemu-args.ts) is joined
 * by a peer of each kind that it knows, and ours is joined otherwise.
 */
const ofEveryStart =
  /warning: (?:hub port|netdev) sink\d+ has no peer|warning: hub \d+ is not connected to host network/;

/** A log without what it says at every start, which would only worry who reads it. */
export function telling(log: readonly string[]): readonly string[] {
  return log.filter((line) => !ofEveryStart.test(line));
}

/** A line of the log as a person should see it: without the program's name in front. */
function bare(line: string): string {
  return line.replace(/^(?:\S*qemu-system-\S+|qemu): /, "").trim();
}

/** What a log says about the end of a QEMU, if it names a known cause; null if not. */
export function explainKnownMessage(
  log: readonly string[],
  context: MessageContext,
): AppError | null {
  for (const [pattern, explain] of known) {
    const line = log.find((each) => pattern.test(each));
    if (line !== undefined) {
      const error = explain(context, bare(line));
      return appError(error.code, error.params, log.join("\n"));
    }
  }
  return null;
}

/** Why a start failed: a known cause, or the log's last line as it is. */
export function explainFailedStart(log: readonly string[], context: MessageContext): AppError {
  const last = log.filter((line) => line.trim() !== "").at(-1);
  return (
    explainKnownMessage(log, context) ??
    appError(
      "machine-start-failed",
      {
        name: context.name,
        detail: last === undefined ? "QEMU ended without a word." : bare(last),
      },
      log.join("\n"),
    )
  );
}

/**
 * Why a running QEMU ended although nobody told it to; null: its log says nothing. Warnings are no
 * reason.
 */
export function explainUnexpectedEnd(
  log: readonly string[],
  context: MessageContext,
): AppError | null {
  const telling = log.filter((line) => line.trim() !== "" && !line.includes("warning: "));
  const last = telling.at(-1);
  if (last === undefined) return null;
  return (
    explainKnownMessage(telling, context) ??
    appError("machine-died", { name: context.name, detail: bare(last) }, log.join("\n"))
  );
}
