import type { LanView } from "../../../../electron/contract/app/state.ts";
import type { UplinkState } from "../../../../electron/contract/lan/network.ts";
import type { UplinkChoice } from "../../../../electron/contract/uplink/choice.ts";
import { preferenceOf } from "../../../../electron/contract/uplink/choice.ts";
import type { Words } from "../../../../electron/contract/words/en/english.ts";
import { describeActive } from "../../../../electron/contract/words/words.ts";
import { type UplinkOption, uplinkOptions } from "../uplinks/uplink-options.ts";

/** An order of more interfaces is refused (contract/uplink/choice.ts). */
const mostInOrder = 8;

/** An interface in the picture. */
export interface InterfaceOption extends UplinkOption {
  /** Its turn in the order of preference, from 1; null without one. */
  readonly turn: number | null;
  readonly isInUse: boolean;
}

/** The options of the picture, where lines begin at interfaces only. */
export interface WiringOptions {
  /** Automatic, and the first that works. */
  readonly before: readonly UplinkOption[];
  readonly interfaces: readonly InterfaceOption[];
  readonly none: readonly UplinkOption[];
}

/** Returns the options for the LAN as the picture shows them: those in order come first, in order. */
export function wiringOptions(
  uplink: UplinkState,
  lan: Pick<LanView, "status">,
  words: Words,
): WiringOptions {
  const { wiring, uplink: uplinkWords } = words.ui;
  const all = uplinkOptions(uplink, lan, words);
  const order = preferenceOf(uplink.choice) ?? [];
  const found = all.filter(({ key }) => !["automatic", "preferred", "none"].includes(key));
  const missing = order
    .filter((name) => found.every(({ key }) => key !== name))
    .map((name) => missingOption(name, uplinkWords.gone));
  const turnOf = (key: string) => (order.includes(key) ? order.indexOf(key) + 1 : null);
  const interfaces = [...found, ...missing]
    .map((option) => {
      const isInUse = option.key === uplink.active;
      const address = option.words === "" ? "" : ` · ${option.words}`;
      return {
        ...option,
        turn: turnOf(option.key),
        isInUse,
        words: isInUse ? `${wiring.inUse}${address}` : option.words,
      };
    })
    .toSorted((a, b) => (a.turn ?? mostInOrder + 1) - (b.turn ?? mostInOrder + 1));
  const names = uplink.candidates.map((candidate) => candidate.interface).slice(0, mostInOrder);
  const inOrder: UplinkOption = {
    key: "preferred",
    choice: order.length > 0 ? uplink.choice : { mode: "preferred", interfaces: names },
    kind: "automatic",
    name: wiring.firstThatWorks,
    kindWords: null,
    words: order.length > 0 ? describeActive(words, uplink, lan) : "",
    isChosen: order.length > 0,
  };
  return {
    before: [
      ...all.filter(({ key }) => key === "automatic"),
      ...(order.length > 0 || names.length > 1 ? [inOrder] : []),
    ],
    interfaces,
    none: all.filter(({ key }) => key === "none"),
  };
}

function missingOption(name: string, words: string): UplinkOption {
  return {
    key: name,
    choice: { mode: "pinned", interface: name },
    kind: "other",
    name,
    kindWords: null,
    words,
    isChosen: false,
  };
}

/** Returns the choice with an interface moved by some turns; null if it has none, or cannot go there. */
export function moveInOrder(choice: UplinkChoice, name: string, by: number): UplinkChoice | null {
  const order = preferenceOf(choice) ?? [];
  const from = order.indexOf(name);
  const to = Math.min(Math.max(from + by, 0), order.length - 1);
  if (from < 0 || to === from) return null;
  return { mode: "preferred", interfaces: order.toSpliced(from, 1).toSpliced(to, 0, name) };
}
