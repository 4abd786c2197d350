import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Display } from "x11";
import { ownHome } from "../process/this-user.ts";

/** The mouse pointer as the X server has it. */
export interface XPointer {
  /** In the server's pixels. */
  readonly x: number;
  readonly y: number;
  /** Whether one of the buttons 1 to 3 is held down. */
  readonly isPressed: boolean;
}

/** Functions of an X server that Electron lacks, or does wrongly. */
export interface XServer {
  /** Does work at the server and returns its result; null without a server, or if it refuses. */
  use<T>(work: XWork<T>): Promise<T | null>;
  /** The number that stands for a name; null if the server does not answer. */
  atom(name: string): Promise<number | null>;
  /** Null if the server does not answer. */
  pointer(): Promise<XPointer | null>;
  /** Keeps a window that was just shown out of task bar and pager. */
  keepOutOfTaskBar(window: number): void;
  /** Whether the window manager lists a window, as it does once it shows it; null without an answer. */
  isListed(window: number): Promise<boolean | null>;
  /** Whether a compositing manager runs, without which windows cannot be transparent. */
  hasCompositor(): Promise<boolean>;
  /** Whether a tray of the old kind (XEmbed) is there. */
  hasTray(): Promise<boolean>;
  /** Calls back when such a tray may have come or gone. */
  watchTray(changed: () => void): void;
  close(): void;
}

type XWork<T> = (
  display: Display,
  root: number,
  answer: (error: unknown, found?: T) => void,
) => void;

/** The bits of an X server's mask that stand for the buttons 1 to 3 (X.h, Button1Mask …). */
const buttonBits = 0x700;
/** StructureNotifyMask (X.h): tells of a window's end, and brings what is announced at the root. */
const structureMask = 0x20000;
/** The words of a _NET_WM_STATE message (EWMH): add these states, in the name of a program. */
const netWmState = { add: 1, program: 1 } as const;
/**
 * The owner of this selection is the tray of the first screen (System Tray Protocol,
 * freedesktop.org).
 */
const traySelection = "_NET_SYSTEM_TRAY_S0";
/** The root's list of the windows that are managed (EWMH), its type (Xatom.h), and how many are read. */
const clientList = "_NET_CLIENT_LIST";
const [windowType, mostWindows] = [33, 10_000] as const;
/** The owner of this selection is the compositing manager of the first screen (EWMH). */
const compositorSelection = "_NET_WM_CM_S0";

/**
 * Connects to an X server at once, ahead of the first question. Without a connection every question
 * is answered with nothing.
 */
export function connectXServer(displayName: string): XServer {
  let end = () => {};
  const ended = new Promise<null>((resolve) => {
    end = () => resolve(null);
  });
  const connected = connect(displayName, end);

  async function use<T>(work: XWork<T>): Promise<T | null> {
    const display = await Promise.race([connected, ended]);
    const root = display?.screen[0]?.root;
    if (display === null || root === undefined) return null;
    const answered = new Promise<T | null>((resolve) => {
      work(display, root, (error, found) => resolve(isNone(error) ? (found ?? null) : null));
    });
    return Promise.race([answered, ended]);
  }

  const atom = (name: string) =>
    use<number>(({ client }, _root, answer) => client.InternAtom(false, name, answer));

  async function ownerOf(name: string): Promise<number> {
    const selection = await atom(name);
    if (selection === null) return 0;
    const owner = await use<number>(({ client }, _root, answer) =>
      client.GetSelectionOwner(selection, answer),
    );
    return owner ?? 0;
  }

  return {
    use,
    atom,
    async pointer() {
      const found = await use<{ rootX: number; rootY: number; keyMask: number }>(
        ({ client }, root, answer) => client.QueryPointer(root, answer),
      );
      if (found === null) return null;
      const { rootX, rootY, keyMask } = found;
      return { x: rootX, y: rootY, isPressed: (keyMask & buttonBits) !== 0 };
    },
    async keepOutOfTaskBar(window) {
      const names = ["_NET_WM_STATE", "_NET_WM_STATE_SKIP_TASKBAR", "_NET_WM_STATE_SKIP_PAGER"];
      const [state, ...added] = await Promise.all(names.map(atom));
      const [bar, pager] = added;
      if (!state || !bar || !pager) return;
      await use<void>(({ client }, root, answer) => {
        const { add, program } = netWmState;
        client.SendClientMessage(root, window, state, 32, [add, bar, pager, program, 0]);
        answer(null);
      });
    },
    async isListed(window) {
      const list = await atom(clientList);
      if (!list) return null;
      const found = await use<{ readonly data: Buffer }>(({ client }, root, answer) =>
        client.GetProperty(0, root, list, windowType, 0, mostWindows, answer),
      );
      if (found === null) return null;
      const starts = Array.from({ length: found.data.length / 4 }, (_, index) => index * 4);
      return starts.some((at) => found.data.readUInt32LE(at) === window);
    },
    hasCompositor: async () => (await ownerOf(compositorSelection)) !== 0,
    hasTray: async () => (await ownerOf(traySelection)) !== 0,
    async watchTray(changed) {
      // A tray's end is told of its window, its arrival at the root.
      const listenToOwner = async () => {
        const owner = await ownerOf(traySelection);
        await use<void>(({ client }, _root, answer) => {
          if (owner !== 0) client.ChangeWindowAttributes(owner, { eventMask: structureMask });
          answer(null);
        });
      };
      await use<void>(({ client }, root, answer) => {
        client.ChangeWindowAttributes(root, { eventMask: structureMask });
        client.on("event", ({ name }) => {
          if (name === "ClientMessage" || name === "DestroyNotify") {
            void listenToOwner().then(changed);
          }
        });
        answer(null);
      });
      await listenToOwner();
    },
    async close() {
      (await connected)?.client.terminate();
      end();
    },
  };
}

function isNone(error: unknown): boolean {
  return error === null || error === undefined;
}

/**
 * Connects; null without a server. The library is loaded late, because that takes longer than the
 * app's start may.
 */
async function connect(displayName: string, lost: () => void): Promise<Display | null> {
  if (!(await canReadKeys())) return null;
  const { createClient } = await import("x11");
  return new Promise((resolve) => {
    createClient({ display: displayName }, (error, found) => {
      if (!isNone(error)) return resolve(null);
      // A window that has just ended is refused; only the end of the connection matters.
      found.client.on("error", () => {});
      found.client.on("end", lost);
      resolve(found);
    });
  });
}

/** The library throws past its caller if the file with the display's keys is there but not readable. */
async function canReadKeys(): Promise<boolean> {
  // Set it explicitly, because the default throws for a user without a home.
  process.env["XAUTHORITY"] ||= join(ownHome(), ".Xauthority");
  const path = process.env["XAUTHORITY"];
  return readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === "ENOENT",
  );
}
