import type { Display } from "x11";
import type { XServer } from "./x-server.ts";

/** An invisible surface over the wallpaper that receives the clicks there. */
export interface Backdrop {
  /** Ends when the surface is on the screen, or was hidden again, or the window manager does not show it. */
  show(): Promise<void>;
  hide(): Promise<void>;
}

/** The visual with colours and transparency (X.h, TrueColor) of this many bits. */
const [transparentDepth, trueColor] = [32, 4] as const;
const inputOutput = 1;
const buttonPressMask = 4;
/** ButtonPressMask, and StructureNotifyMask until the surface is there. */
const firstMask = 0x20004;
/** How long a window manager that does not show the surface keeps others waiting, in ms. */
const patience = 1000;
/** The types of properties that are atoms, and of a window's hints (Xatom.h). */
const [atomType, hintsType] = [4, 35] as const;
/** The property with hints for the window manager (Xatom.h, WM_HINTS). */
const hintsProperty = 35;
/** The hints' values: of all, only that the window takes no focus is given (Xutil.h, InputHint). */
const takesNoFocus = [1, 0, 0, 0, 0, 0, 0, 0, 0] as const;
/** The values of _MOTIF_WM_HINTS: of all, only that there are no decorations (MwmUtil.h). */
const hasNoFrame = [2, 0, 0, 0, 0] as const;

/** The names on the X server that the surface's properties need. */
const names = [
  ...["_NET_WM_WINDOW_TYPE", "_NET_WM_WINDOW_TYPE_DESKTOP", "_MOTIF_WM_HINTS", "_NET_WM_STATE"],
  ...["_NET_WM_STATE_BELOW", "_NET_WM_STATE_SKIP_TASKBAR", "_NET_WM_STATE_SKIP_PAGER"],
];

/**
 * Makes the surface of an X server's screen: a window of the kind that desktops draw their icons on,
 * below all others (EWMH, _NET_WM_WINDOW_TYPE_DESKTOP). labwc knows no such kind, so the window also
 * has the state and the hints of one that is below others and has neither frame nor focus.
 * @param pressed called when it was clicked
 */
export function createBackdrop(server: XServer, pressed: () => void): Backdrop {
  let window: number | null = null;
  let isHeard = false;
  let showing: Promise<void> | null = null;
  /** Ends the wait of `appear`. */
  let endWait = () => {};

  function listen(client: Display["client"]): void {
    if (isHeard) return;
    isHeard = true;
    client.on("event", ({ name, ...event }) => {
      if (window === null || !("wid" in event) || event.wid !== window) return;
      if (name === "ButtonPress") pressed();
      if (name !== "MapNotify") return;
      client.ChangeWindowAttributes(window, { eventMask: buttonPressMask });
      endWait();
    });
  }

  async function appear(): Promise<void> {
    const [properties, size] = await Promise.all([
      readProperties(server),
      server.use<{ width: number; height: number }>(({ client }, root, answer) =>
        client.GetGeometry(root, answer),
      ),
    ]);
    if (properties === null || size === null || showing === null || window !== null) return;
    await server.use<void>(({ client, screen }, root, answer) => {
      const visuals = Object.entries(screen[0]?.depths[transparentDepth] ?? {});
      const visual = Number(visuals.find(([, each]) => each.class === trueColor)?.[0]);
      if (Number.isNaN(visual)) return answer("no transparent visual");
      const [colormap, id] = [client.AllocID(), client.AllocID()];
      client.CreateColormap(colormap, root, visual, 0);
      const { width, height } = size;
      const look = { backgroundPixel: 0, borderPixel: 0, colormap, eventMask: firstMask };
      const shape = [0, 0, width, height, 0, transparentDepth, inputOutput, visual, look] as const;
      client.CreateWindow(id, root, ...shape);
      for (const [name, type, values] of properties) {
        client.ChangeProperty(0, id, name, type, 32, Buffer.from(Uint32Array.from(values).buffer));
      }
      window = id;
      const timer = setTimeout(() => endWait(), patience);
      endWait = () => {
        clearTimeout(timer);
        answer(null);
      };
      listen(client);
      client.MapWindow(id);
    });
  }

  return {
    show() {
      showing ??= appear();
      return showing;
    },
    async hide() {
      const shown = window;
      showing = null;
      window = null;
      if (shown === null) return;
      endWait();
      await server.use<void>(({ client }, _root, answer) => {
        client.DestroyWindow(shown);
        answer(null);
      });
    },
  };
}

type Property = readonly [name: number, type: number, values: readonly number[]];

/** Returns the surface's properties by the server's numbers; null without a server. */
async function readProperties(server: XServer): Promise<readonly Property[] | null> {
  const [kind, desktop, motif, state, ...states] = await Promise.all(names.map(server.atom));
  if (!kind || !desktop || !motif || !state) return null;
  return [
    [kind, atomType, [desktop]],
    [state, atomType, states.filter((each) => each !== null)],
    [motif, motif, hasNoFrame],
    [hintsProperty, hintsType, takesNoFocus],
  ];
}
