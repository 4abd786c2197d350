import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { explainImageMessage } from "../disk/image-message.ts";

/** The facts about a machine that explain a message. */
export interface MessageContext {
  readonly name: string;
  readonly diskPath: string;
  /** The holder of the disk, for people; null if unknown. */
  readonly diskHolder: string | null;
  /** Another hypervisor that runs, for people; null if none does. */
  readonly hypervisor: string | null;
}

type Explain = (context: MessageContext, line: string) => AppError;

/**
 * VM entry failed by an invalid guest state: bit 31 and reason 33 (Intel SDM, volume 3, "VM-entry
 * failures during or after loading guest state"). QEMU writes the registers behind it.
 */
const guestState = /KVM: entry failed, hardware error 0x80000021/;

/**
 * Messages of QEMU 7 to 9 (and of KVM behind it) with known causes. The first that matches any line
 * of the log counts, so a cause stands before its consequences.
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
    /Could not (?:re)?open (?:file|'.*'|backing file)|encrypted|log that needs to be replayed|is corrupt/,
    ({ diskPath }, line) => {
      // It may be another disk, or a CD.
      const [, named = diskPath] = /Could not open '(\/[^']*)'/.exec(line) ?? [];
      return explainImageMessage(named, line.replace(/^-\S+ (?:\{.*?\}|\S+): /, ""), line);
    },
  ],
  [/Cannot lock pid file/, ({ name }) => appError("machine-running", { name })],
];

/**
 * Warnings of every start: QEMU checks whether the hub between card and cable (qemu-args.ts) has a
 * peer of each kind that it knows, and ours has another kind.
 */
const ofEveryStart =
  /warning: (?:hub port|netdev) sink\d+ has no peer|warning: hub \d+ is not connected to host network/;

/** Returns a log without the messages of every start, which would only worry the reader. */
export function telling(log: readonly string[]): readonly string[] {
  return log.filter((line) => !ofEveryStart.test(line));
}

/** Returns a line of the log without the program's name in front. */
function bare(line: string): string {
  return line.replace(/^(?:\S*qemu-system-\S+|qemu): /, "").trim();
}

/** Returns the known cause of a QEMU's end from its log; null if it names none. */
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

/** Explains a failed start: a known cause, or else the log's last line. */
export function explainFailedStart(log: readonly string[], context: MessageContext): AppError {
  const last = log.filter((line) => line.trim() !== "").at(-1);
  return (
    explainKnownMessage(log, context) ??
    appError(
      "machine-start-failed",
      {
        name: context.name,
        detail: last === undefined ? "ended-silently" : bare(last),
      },
      log.join("\n"),
    )
  );
}

/**
 * Explains the end of a running QEMU that was not told to end; null if its log does not tell.
 * Warnings do not count.
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
