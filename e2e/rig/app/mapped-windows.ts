/// <reference path="../../../electron/adapters/desktop/x11.d.ts" />
import { EventEmitter, once } from "node:events";
import { createClient, type Display } from "x11";

/** Watches for windows that are mapped on a screen without a window manager. */
export interface MappedWindows {
  /** Ends when the next one that is at least so wide (pixels) is on the screen. */
  next(leastWidth: number): Promise<void>;
  close(): void;
}

/** SubstructureNotifyMask (X.h): reports changes of a window's children. */
const childrenMask = 0x80000;

/** Listens to an X server. */
export async function watchMappedWindows(displayName: string): Promise<MappedWindows> {
  const { client, screen } = await connect(displayName);
  const arrivals = new EventEmitter<{ window: [number] }>();
  client.on("event", (event) => {
    if (event.name !== "MapNotify") return;
    client.GetGeometry(event.wid, (_error, found) => {
      if (found !== undefined) arrivals.emit("window", found.width);
    });
  });
  for (const { root } of screen) client.ChangeWindowAttributes(root, { eventMask: childrenMask });
  return {
    async next(leastWidth) {
      for (;;) {
        const [width] = await once(arrivals, "window");
        if (width >= leastWidth) return;
      }
    },
    close: () => client.terminate(),
  };
}

function connect(display: string): Promise<Display> {
  return new Promise((resolve, reject) => {
    createClient({ display }, (error, found) => {
      if (error === null || error === undefined) resolve(found);
      else reject(new Error(`no X server at ${display}`, { cause: error }));
    });
  });
}
