import { connectWayland } from "./wayland-connection.ts";

/** A mouse that stays plugged into a compositor. */
export interface WaylandPointer {
  /** Moves it, in pixels of the whole screen; ends when the compositor has taken it in. */
  move(x: number, y: number): Promise<void>;
  button(code: number, isPressed: boolean): Promise<void>;
  close(): void;
}

/** The requests that are made, by their numbers (wlr-virtual-pointer-unstable-v1.xml). */
const request = {
  manager: { createVirtualPointer: 0 },
  pointer: { motionAbsolute: 1, button: 2, frame: 4 },
} as const;

/** What stands for no object. */
const noObject = 0;

/**
 * Plugs a mouse in: a client of the compositor at `socketPath` (as sway and other compositors of
 * wlroots let one), whose screen measures `width` by `height` pixels. Throws if it takes no mice.
 */
export async function plugWaylandPointer(
  socketPath: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<WaylandPointer> {
  const connection = await connectWayland(socketPath);
  const manager = connection.bind("zwlr_virtual_pointer_manager_v1", 1);
  const pointer = connection.newId();
  connection.send(manager, request.manager.createVirtualPointer, [noObject, pointer]);
  await connection.done();

  const send = (opcode: number, args: readonly number[]) => {
    const time = Math.round(performance.now());
    connection.send(pointer, opcode, [time, ...args]);
    connection.send(pointer, request.pointer.frame, []);
    return connection.done();
  };
  return {
    move: (x, y) => send(request.pointer.motionAbsolute, [x, y, width, height].map(Math.round)),
    button: (code, isPressed) => send(request.pointer.button, [code, isPressed ? 1 : 0]),
    close: () => connection.close(),
  };
}
