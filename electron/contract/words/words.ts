import type { LanView } from "../app/state.ts";
import type { AppError } from "../errors/app-error.ts";
import type { UplinkCandidate, UplinkKind, UplinkObstacle, UplinkState } from "../lan/network.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import { matchChoice } from "../uplink/choice.ts";
import type { Words } from "./en/english.ts";
import type { Sentence } from "./sentence.ts";

/** Returns what happened, why, and what to do, in the words of a language. */
export function describeError(words: Words, error: AppError): Sentence {
  // The compiler knows that each code has its own function, but not that both sides agree.
  const write = words.errors[error.code] as (params: AppError["params"]) => Sentence;
  return write(error.params);
}

/** Returns the terminal command in the advice on an error; null if it has none. */
export function commandOf(words: Words, error: AppError): string | null {
  const { params } = error;
  if ("commands" in params) return params.commands;
  return ("command" in params ? params.command : describeError(words, error).command) ?? null;
}

/** Describes an error in one line of text, for a terminal or a notification. */
export function errorLine(words: Words, error: AppError): string {
  const { what, todo } = describeError(words, error);
  return todo === undefined ? what : `${what} ${todo}`;
}

/** Returns the shortest words for a choice of an uplink. */
export function nameChoice(words: Words, choice: UplinkChoice): string {
  const { uplink } = words.ui;
  return matchChoice(choice, {
    automatic: () => uplink.automatic,
    pinned: (pinned) => pinned.interface,
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
