import { join } from "node:path";
import type { Environment, Place } from "../place.ts";
import type { Key, MouseButton, RealDesktop, ScreenPoint } from "../real-desktop.ts";
import { plugWaylandPointer } from "./wayland-pointer.ts";

/** The environment in which a compositor of wlroots draws into memory, without devices. */
export const headless: Environment = {
  WLR_BACKENDS: "headless",
  WLR_RENDERER: "pixman",
  WLR_LIBINPUT_NO_DEVICES: "1",
};

/** The button codes (linux/input-event-codes.h). */
export const buttonCodes: Readonly<Record<MouseButton, number>> = {
  left: 272,
  right: 273,
  middle: 274,
};

/** The modifiers that wtype can hold down, by its names for them. */
const modifiers: Readonly<Record<Key, string>> = {
  Super_L: "logo",
  Alt_L: "alt",
  Control_L: "ctrl",
  Shift_L: "shift",
};

/** Mouse and keyboard of a compositor of wlroots. */
export interface WlrootsInput extends Pick<RealDesktop, "click" | "type" | "press"> {
  /** Moves the mouse, in pixels. */
  moveTo(point: ScreenPoint): Promise<void>;
  close(): void;
}

/**
 * Connects them; `env` is the environment of the session's programs, `pixels` its screen's size.
 */
export async function plugInput(
  place: Place,
  env: Environment,
  pixels: { readonly width: number; readonly height: number },
): Promise<WlrootsInput> {
  const socket = join(place.runtime, env["WAYLAND_DISPLAY"] ?? "");
  const pointer = await plugWaylandPointer(socket, pixels);
  // A window receives key events only while there is a keyboard, so this one waits for ever.
  place.start("keyboard", ["wtype", "-s", "2000000000", "-k", "Escape"], env);
  return {
    moveTo: ({ x, y }) => pointer.move(x, y),
    async click(button = "left") {
      await pointer.button(buttonCodes[button], true);
      await pointer.button(buttonCodes[button], false);
    },
    type: async (text) => void (await place.run(["wtype", "--", text], env)),
    async press(...keys) {
      const held = keys.flatMap((key) => modifiers[key] ?? []);
      const others = keys.filter((key) => modifiers[key] === undefined);
      const words = [
        ...held.flatMap((name) => ["-M", name]),
        ...others.flatMap((key) => ["-k", key]),
        ...held.toReversed().flatMap((name) => ["-m", name]),
      ];
      await place.run(["wtype", ...words], env);
    },
    close: () => pointer.close(),
  };
}
