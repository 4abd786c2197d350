/// <reference path="../../../electron/adapters/desktop/x11.d.ts" />
import { createClient, type Display } from "x11";

/** ATOM (Xatom.h), the type of properties that are atoms. */
const atomType = 4;

/** Tells whether task bars and pagers leave a window out (EWMH, _NET_WM_STATE). */
export async function isOutOfTaskBar(displayName: string, window: number): Promise<boolean> {
  const { client } = await connect(displayName);
  const atom = (name: string) =>
    new Promise<number>((resolve) => {
      client.InternAtom(false, name, (_error, found) => resolve(found ?? 0));
    });
  try {
    const [state, taskBar, pager] = await Promise.all(
      ["_NET_WM_STATE", "_NET_WM_STATE_SKIP_TASKBAR", "_NET_WM_STATE_SKIP_PAGER"].map(atom),
    );
    const data = await new Promise<Buffer>((resolve) => {
      client.GetProperty(0, window, state ?? 0, atomType, 0, 64, (_error, found) =>
        resolve(found?.data ?? Buffer.alloc(0)),
      );
    });
    const states = Array.from({ length: data.length / 4 }, (_, index) =>
      data.readUInt32LE(index * 4),
    );
    return [taskBar, pager].every((each) => each !== undefined && states.includes(each));
  } finally {
    client.terminate();
  }
}

function connect(display: string): Promise<Display> {
  return new Promise((resolve, reject) => {
    createClient({ display }, (error, found) => {
      if (error === null || error === undefined) resolve(found);
      else reject(new Error(`no X server at ${display}`, { cause: error }));
    });
  });
}
