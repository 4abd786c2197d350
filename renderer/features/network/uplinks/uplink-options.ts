import type { LanView } from "../../../../electron/contract/app/state.ts";
import type { UplinkKind, UplinkState } from "../../../../electron/contract/lan/network.ts";
import type { UplinkChoice } from "../../../../electron/contract/uplink/choice.ts";
import {
  followsHost,
  isShut,
  pinnedTo,
  preferenceOf,
} from "../../../../electron/contract/uplink/choice.ts";
import type { Words } from "../../../../electron/contract/words/en/english.ts";
import {
  describeActive,
  describeUplink,
  nameChoice,
} from "../../../../electron/contract/words/words.ts";

/** One option in a list of uplinks. */
export interface UplinkOption {
  /** `automatic`, `default`, `preferred`, `none`, or the interface's name, spelled out if need be. */
  readonly key: string;
  /** Null for the LAN's choice. */
  readonly choice: UplinkChoice | null;
  readonly kind: UplinkKind | "automatic" | "none";
  readonly name: string;
  /** The kind in a word; null if the name implies it. */
  readonly kindWords: string | null;
  readonly words: string;
  readonly isChosen: boolean;
}

/** Returns the key of an interface's option, which differs from those of other choices. */
const interfaceKey = (name: string) =>
  ["automatic", "default", "preferred", "none"].includes(name) ? `interface:${name}` : name;

/**
 * Returns the options for the LAN: automatic, each interface, none. A chosen interface that is missing
 * stays in the list, so that the list shows why packets do not leave.
 */
export function uplinkOptions(
  uplink: UplinkState,
  lan: Pick<LanView, "status">,
  words: Words,
): readonly UplinkOption[] {
  const { ui } = words;
  const { choice } = uplink;
  const pinned = pinnedTo(choice);
  const isGone = !uplink.candidates.some((candidate) => candidate.interface === pinned);
  return [
    {
      key: "automatic",
      choice: { mode: "automatic" },
      kind: "automatic",
      name: ui.uplink.automatic,
      kindWords: null,
      words: followsHost(choice) ? describeActive(words, uplink, lan) : "",
      isChosen: followsHost(choice),
    },
    ...(preferenceOf(choice) !== null
      ? [
          {
            key: "preferred",
            choice,
            kind: "automatic" as const,
            name: nameChoice(words, choice),
            kindWords: null,
            words: describeActive(words, uplink, lan),
            isChosen: true,
          },
        ]
      : []),
    ...uplink.candidates.map((candidate) => ({
      key: interfaceKey(candidate.interface),
      choice: { mode: "pinned", interface: candidate.interface } as const,
      kind: candidate.kind,
      name: candidate.interface,
      kindWords: ui.uplink.kind[candidate.kind],
      words: describeUplink(words, candidate, uplink),
      isChosen: candidate.interface === pinned,
    })),
    ...(pinned !== null && isGone
      ? [
          {
            key: interfaceKey(pinned),
            choice,
            kind: "other" as const,
            name: pinned,
            kindWords: null,
            words: ui.uplink.gone,
            isChosen: true,
          },
        ]
      : []),
    {
      key: "none",
      choice: { mode: "none" },
      kind: "none",
      name: ui.uplink.none,
      kindWords: null,
      words: ui.uplink.noneDetail,
      isChosen: isShut(choice),
    },
  ];
}

/**
 * Returns the options for one machine, the LAN's uplink first; `own` is its own choice, or null. The
 * options lack the words about the active uplink, which is the LAN's.
 */
export function machineUplinkOptions(
  uplink: UplinkState,
  own: UplinkChoice | null,
  lan: Pick<LanView, "status">,
  words: Words,
): readonly UplinkOption[] {
  const all = uplinkOptions({ ...uplink, choice: own ?? { mode: "automatic" } }, lan, words);
  return [
    {
      key: "default",
      choice: null,
      kind: "automatic",
      name: words.ui.uplink.asLan,
      kindWords: null,
      words: nameChoice(words, uplink.choice),
      isChosen: own === null,
    },
    ...all.map((option) => ({
      ...option,
      words: option.key === "automatic" || option.key === "preferred" ? "" : option.words,
      isChosen: own !== null && option.isChosen,
    })),
  ];
}

/** Returns the kind of a choice: a single interface's own, or else none or automatic. */
export function kindOfChoice(uplink: UplinkState, choice: UplinkChoice): UplinkOption["kind"] {
  if (isShut(choice)) return "none";
  const pinned = pinnedTo(choice);
  if (pinned === null) return "automatic";
  const found = uplink.candidates.find((candidate) => candidate.interface === pinned);
  return found?.kind ?? "other";
}
