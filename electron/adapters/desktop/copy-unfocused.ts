import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { CopyWay } from "../../core/app/window-system.ts";
import { copyByKlipper } from "./klipper.ts";
import { copyByWlClipboard } from "./wl-clipboard.ts";
import { createXClipboard } from "./x-clipboard.ts";

interface CopyParts {
  /** The ways to try, the first one first. */
  readonly ways: readonly CopyWay[];
  /** The session bus's address; undefined if the session has none. */
  readonly bus: string | undefined;
  /** The X server's name; undefined without one. */
  readonly display: string | undefined;
  /** Electron's own clipboard, which reports no refusal. */
  readonly writeText: (text: string) => void;
}

/**
 * Creates the function that puts a text into the clipboard while a window of another program may have
 * the focus: a Wayland compositor ignores the clipboard of a program without the focus, and reports
 * nothing. So each other way reads back what the desktop holds.
 */
export function createUnfocusedCopy({
  ways,
  bus,
  display,
  writeText,
}: CopyParts): (text: string) => Promise<Result<void>> {
  const copyByX = display === undefined ? null : createXClipboard(display);
  const copyBy: Readonly<Record<CopyWay, (text: string) => Promise<boolean>>> = {
    async electron(text) {
      writeText(text);
      return true;
    },
    xwayland: async (text) => (await copyByX?.(text)) === true,
    klipper: (text) => copyByKlipper(bus, text),
    "wl-clipboard": copyByWlClipboard,
  };
  return async (text) => {
    for (const way of ways) if (await copyBy[way](text)) return ok(undefined);
    return fail("copy-refused", { text });
  };
}
