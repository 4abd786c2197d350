import type { XServer } from "./x-server.ts";

/** An invisible surface over the wallpaper that receives the clicks there. */
export interface Backdrop {
  show(): Promise<void>;
  hide(): Promise<void>;
}

/** The visual with colours and transparency (X.h, TrueColor) of this many bits. */
const [transparentDepth, trueColor] = [32, 4] as const;
const inputOutput = 1;
const buttonPressMask = 4;
/** The type of properties that are atoms (Xatom.h). */
const atomType = 4;

/**
 * Makes the surface of an X server's screen: a window of the kind that desktops draw their icons on,
 * below all others (EWMH, _NET_WM_WINDOW_TYPE_DESKTOP). A click on it takes the focus from the
 * window that had it. GNOME's own wallpaper does not.
 * @param pressed called when it was clicked
 */
export function createBackdrop(server: XServer, pressed: () => void): Backdrop {
  let window: number | null = null;
  let isHeard = false;

  async function show(): Promise<void> {
    if (window !== null) return;
    const [kind, desktop, size] = await Promise.all([
      server.atom("_NET_WM_WINDOW_TYPE"),
      server.atom("_NET_WM_WINDOW_TYPE_DESKTOP"),
      server.use<{ width: number; height: number }>(({ client }, root, answer) =>
        client.GetGeometry(root, answer),
      ),
    ]);
    if (kind === null || desktop === null || size === null) return;
    window = await server.use<number>(({ client, screen }, root, answer) => {
      const visuals = Object.entries(screen[0]?.depths[transparentDepth] ?? {});
      const visual = Number(visuals.find(([, each]) => each.class === trueColor)?.[0]);
      if (Number.isNaN(visual)) return answer("no transparent visual");
      const [colormap, id] = [client.AllocID(), client.AllocID()];
      client.CreateColormap(colormap, root, visual, 0);
      const { width, height } = size;
      const look = { backgroundPixel: 0, borderPixel: 0, colormap, eventMask: buttonPressMask };
      const shape = [0, 0, width, height, 0, transparentDepth, inputOutput, visual, look] as const;
      client.CreateWindow(id, root, ...shape);
      const value = Buffer.alloc(4);
      value.writeUInt32LE(desktop);
      client.ChangeProperty(0, id, kind, atomType, 32, value);
      client.MapWindow(id);
      if (!isHeard) {
        client.on("event", (event) => {
          if (event.name === "ButtonPress" && event.wid === window) pressed();
        });
      }
      isHeard = true;
      answer(null, id);
    });
  }

  return {
    show,
    async hide() {
      const shown = window;
      window = null;
      if (shown === null) return;
      await server.use<void>(({ client }, _root, answer) => {
        client.DestroyWindow(shown);
        answer(null);
      });
    },
  };
}
