import { connectWayland } from "./wayland-connection.ts";

/** A mouse that stays connected to a compositor. */
export interface WaylandPointer {
  /** Moves it, in pixels of the whole screen; ends when the compositor has processed that. */
  move(x: number, y: number): Promise<void>;
  button(code: number, isPressed: boolean): Promise<void>;
  close(): void;
}

/** The opcodes of the requests (wlr-virtual-pointer-unstable-v1.xml). */
const request = {
  manager: { createVirtualPointer: 0 },
  pointer: { motionAbsolute: 1, button: 2, frame: 4 },
} as const;

/** The null object. */
const noObject = 0;

/**
 * Connects a mouse to the compositor at `socketPath`, whose screen measures `width` by `height`
 * pixels; sway and other compositors of wlroots allow this. Throws if the compositor does not.
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
