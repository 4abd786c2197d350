import type { LanView } from "../app/state.ts";
import type { AppError } from "../errors/app-error.ts";
import type { DetailCode } from "../errors/detail.ts";
import type { UplinkCandidate, UplinkKind, UplinkObstacle, UplinkState } from "../lan/network.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import { matchChoice, spellInterface } from "../uplink/choice.ts";
import type { Words } from "./en/english.ts";
import type { Sentence } from "./sentence.ts";

/** The reasons that programs give in the words of strerror(3), by the system's codes. */
const reasonCodes: Readonly<Record<string, string>> = {
  "Permission denied": "EACCES",
  "Operation not permitted": "EPERM",
  "No such file or directory": "ENOENT",
  "No space left on device": "ENOSPC",
  "Device or resource busy": "EBUSY",
  "Input/output error": "EIO",
  "Is a directory": "EISDIR",
  "Not a directory": "ENOTDIR",
  "Read-only file system": "EROFS",
  "Cannot allocate memory": "ENOMEM",
  "Connection refused": "ECONNREFUSED",
};

/** Returns the words for a reason of ours or of the system's; null: it is some program's message. */
function knownDetail({ details, systemDetails }: Words, detail: string): string | null {
  const [code = "", ...value] = detail.split(":");
  if (Object.hasOwn(details, code)) return details[code as DetailCode](value.join(":"));
  const plain = bare(detail);
  const [, system = ""] = /^(?:Error: )?(E[A-Z0-9_]+)(?:: .*)?$/.exec(plain) ?? [];
  // Programs end their messages with the system's reason.
  const last = plain.split(": ").at(-1) ?? "";
  return systemDetails[system] ?? systemDetails[reasonCodes[last] ?? ""] ?? null;
}

const bare = (detail: string) => detail.trim().replace(/\.$/, "");

/**
 * Returns the words for an error's detail: our own reasons and the system's have some in every
 * language, a program's message is shown unchanged. Sentences end it themselves.
 */
export function describeDetail(words: Words, detail: string): string {
  return knownDetail(words, detail) ?? bare(detail);
}

/**
 * The errors whose detail is a message of a program or of the system, in whatever words. No sentence
 * quotes it: it is shown with the details.
 */
const quoted: ReadonlySet<AppError["code"]> = new Set([
  ...(["file-failed", "program-failed", "disk-unreadable", "internal", "output-failed"] as const),
  ...(["machine-start-failed", "machine-died", "snapshot-memory-unusable"] as const),
  ...(["kvm-broken", "kvm-guest-state", "sandbox-missing"] as const),
  ...(["lan-step-failed", "lan-tun-denied", "lan-names-failed", "switch-failed"] as const),
  ...(["transfer-no-login", "transfer-failed-inside"] as const),
  ...(["root-crashed", "once-step-failed", "netd-run-path-unsafe", "download-broken"] as const),
]);

/** Returns what happened, why, and what to do, in the words of a language. */
export function describeError(words: Words, error: AppError): Sentence {
  // The compiler knows that each code has its own function, but not that both sides agree.
  const write = words.errors[error.code] as (params: object) => Sentence;
  // A process of another version may have sent it.
  if (!Object.hasOwn(words.errors, error.code))
    return words.errors.internal({ detail: error.code });
  const { code, params } = error;
  if (!("detail" in params) || params.detail === undefined) return write(params);
  const isMessage = quoted.has(code) && knownDetail(words, params.detail) === null;
  const detail = isMessage ? "message-in-details" : params.detail;
  return write({ ...params, detail: describeDetail(words, detail) });
}

/** The same for a terminal, where advice names commands in place of buttons. */
export function describeTypedError(words: Words, error: AppError): Sentence {
  const { typed, ...sentence } = describeError(words, error);
  return typed === undefined ? sentence : { ...sentence, todo: typed };
}

/** Returns the terminal command in the advice on an error; null if it has none. */
export function commandOf(words: Words, error: AppError): string | null {
  const { params } = error;
  if ("commands" in params) return params.commands;
  return ("command" in params ? params.command : describeError(words, error).command) ?? null;
}

/** Describes an error in one line of text, for a window or a notification. */
export function errorLine(words: Words, error: AppError): string {
  return inOneLine(describeError(words, error));
}

/** Describes an error in one line of text, for a terminal. */
export function typedErrorLine(words: Words, error: AppError): string {
  return inOneLine(describeTypedError(words, error));
}

function inOneLine({ what, todo }: Sentence): string {
  return todo === undefined ? what : `${what} ${todo}`;
}

/**
 * Returns what a program or the system said itself about an error, in one line or several; null if it
 * said nothing.
 */
export function rawMessage({ details }: Words, { code, params, cause }: AppError): string | null {
  const detail = "detail" in params && quoted.has(code) ? (params.detail ?? "") : "";
  const isOurs = Object.hasOwn(details, detail.split(":")[0] ?? "");
  const raw = cause ?? (isOurs ? "" : detail);
  return raw.trim() === "" ? null : raw;
}

/** Returns the last line of such a message, for a terminal; null where no sentence points to it. */
export function rawLine(words: Words, error: AppError): string | null {
  if (!quoted.has(error.code)) return null;
  return rawMessage(words, error)?.trim().split("\n").at(-1) ?? null;
}

/** Returns the shortest words for a choice of an uplink. */
export function nameChoice(words: Words, choice: UplinkChoice): string {
  const { uplink } = words.ui;
  return matchChoice(choice, {
    automatic: () => uplink.automatic,
    pinned: (pinned) => spellInterface(pinned.interface),
    preferred: ({ interfaces }) => uplink.inOrder(interfaces.join(", ")),
    none: () => uplink.none,
  });
}

/** Describes why an interface cannot be an uplink; only a wired one lacks its cable. */
export function describeObstacle(
  { uplink }: Words["ui"],
  kind: UplinkKind,
  obstacle: UplinkObstacle,
): string {
  const lacksCable = kind === "ethernet" && obstacle === "no-carrier";
  return lacksCable ? uplink.noCable : uplink.obstacle[obstacle];
}

/** Describes the uplink in use; empty with the LAN off, where netd does not look for one. */
export function describeActive(
  { ui }: Words,
  { active }: UplinkState,
  lan: Pick<LanView, "status">,
): string {
  if (active !== null) return ui.uplink.now(active);
  return lan.status === "off" ? "" : ui.uplink.nowhere;
}

/**
 * Returns the note beside an interface: why it cannot be an uplink, or its address, and the VPN
 * that machines would bypass.
 */
export function describeUplink(
  { ui }: Words,
  candidate: UplinkCandidate,
  { vpn }: Pick<UplinkState, "vpn">,
): string {
  if (candidate.obstacle !== null) return describeObstacle(ui, candidate.kind, candidate.obstacle);
  const here = candidate.addresses[0] ?? ui.uplink.connected;
  return vpn === null || vpn === candidate.interface ? here : `${here} · ${ui.uplink.past(vpn)}`;
}
