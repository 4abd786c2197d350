import type { UplinkChoice, UplinkKind, UplinkState } from "../../../electron/contract/network.ts";
import type { Words } from "../../../electron/contract/words/en.ts";
import { describeUplink } from "../../../electron/contract/words/words.ts";

/** One way out that can be chosen, as it is shown. */
export interface UplinkOption {
  /** `automatic`, `none` or the interface's name. */
  readonly key: string;
  readonly choice: UplinkChoice;
  readonly kind: UplinkKind | "automatic" | "none";
  readonly name: string;
  /** The kind in a word; null where the name says it. */
  readonly kindWords: string | null;
  readonly words: string;
  readonly isChosen: boolean;
}

/**
 * All that can be chosen: automatic, each interface, none. A chosen interface that is not there
 * now keeps its place in the list, so that it is seen why nothing leaves.
 */
export function uplinkOptions(uplink: UplinkState, words: Words): readonly UplinkOption[] {
  const { ui } = words;
  const { choice, active } = uplink;
  const pinned = choice.mode === "pinned" ? choice.interface : null;
  const isGone = !uplink.candidates.some((candidate) => candidate.interface === pinned);
  return [
    {
      key: "automatic",
      choice: { mode: "automatic" },
      kind: "automatic",
      name: ui.uplink.automatic,
      kindWords: null,
      words:
        choice.mode !== "automatic"
          ? ""
          : active === null
            ? ui.uplink.nowhere
            : ui.uplink.now(active),
      isChosen: choice.mode === "automatic",
    },
    ...uplink.candidates.map((candidate) => ({
      key: candidate.interface,
      choice: { mode: "pinned", interface: candidate.interface } as const,
      kind: candidate.kind,
      name: candidate.interface,
      kindWords: ui.uplink.kind[candidate.kind],
      words: describeUplink(words, candidate),
      isChosen: candidate.interface === pinned,
    })),
    ...(pinned !== null && isGone
      ? [
          {
            key: pinned,
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
      isChosen: choice.mode === "none",
    },
  ];
}
