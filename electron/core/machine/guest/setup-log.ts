import type { GuestSetup, SetupStep } from "../../../contract/machine/setup.ts";
import { makeVisible } from "../../base/visible-text.ts";

/** The state of a set-up in a serial log; the time is the guest's own word, null if it told no time. */
export type LoggedSetup =
  | Exclude<GuestSetup, { readonly stage: "setting-up" }>
  | {
      readonly stage: "setting-up";
      readonly step: SetupStep;
      readonly since: number | null;
    };

/** cloud-init's names of its stages. */
const stages: Readonly<Record<string, SetupStep>> = {
  "init-local": "local",
  init: "network",
  "modules:config": "config",
  "modules:final": "final",
};

/** The first line of a kernel: what stands before it belongs to an earlier boot. */
const kernel = /\[ +0\.000000\] Linux version /g;
const cloudInit = /cloud-init\[\d+\]: (.*)$/;
const begins = /^Cloud-init v\. \S+ running '([a-z:-]+)' at (.{1,40}?)\. Up /;
const ends = /^Cloud-init v\. \S+ finished at /;
/** A warning of cloud-init: "2026-11-29 22:10:31,123 - util.py[WARNING]: Running module … failed". */
const warning = /\b\w+\.py\[(?:WARNING|ERROR|CRITICAL)\]: (.*)$/;
/** Warnings that mean that a part of the set-up was not done; others are advice. */
const fails =
  /^(?:Running module .* failed|Failed to run module|Failed to install packages|Package (?:update|upgrade) failed|Failed loading yaml|Failed at merging in cloud config|Failed to shellify|Unhandled non-multipart|\d+ failed with exceptions)/i;
const unitFails = /\[.{0,20}FAILED.{0,20}\] Failed to start .*cloud-(?:init|config|final)/;
/** apt's own reason, which says more than what cloud-init makes of it. */
const reason = /^E: /;

/** The most of a guest's own words that is kept, in characters. */
const mostSaid = 200;

/** Returns a guest's own words as one line of limited length that no terminal obeys. */
export function guestWords(text: string): string {
  return makeVisible(text.trim().slice(0, mostSaid));
}

/**
 * Reads from a serial log how far cloud-init is; null if the log tells nothing of it. Every line is a
 * guest's word, so only what is expected is taken.
 */
export function readSetupLog(text: string): LoggedSetup | null {
  const boot = [...text.matchAll(kernel)].at(-1)?.index ?? 0;
  let found: LoggedSetup | null = null;
  let why: string | null = null;
  let failure: string | null = null;
  for (const raw of text.slice(boot).split("\n")) {
    const line = withoutEscapes(raw);
    if (unitFails.test(line)) failure ??= line;
    const said = cloudInit.exec(line)?.[1];
    if (said === undefined) continue;
    if (reason.test(said)) why = said;
    const begun = begins.exec(said);
    const step = begun === null ? undefined : stages[begun[1] ?? ""];
    if (step !== undefined) {
      const since = Date.parse(begun?.[2] ?? "");
      found = { stage: "setting-up", step, since: Number.isNaN(since) ? null : since };
    }
    if (ends.test(said)) found = { stage: "ready" };
    const warned = warning.exec(said)?.[1] ?? "";
    if (fails.test(warned)) failure ??= why ?? warned;
  }
  return failure === null ? found : { stage: "failed", line: guestWords(failure) };
}

/** The start of a terminal's control sequences (ECMA-48). */
const sequenceStart = "\u001b";
const controlSequence = new RegExp(`${sequenceStart}\\[[0-9;?]{0,20}[A-Za-z]`, "g");

/** Removes the colours and other control sequences that systemd writes to a console. */
function withoutEscapes(line: string): string {
  return line.replace(controlSequence, "").replace(/\r/g, "");
}
