import type { Key, MouseButton, RealDesktop } from "../real-desktop.ts";
import { connectWayland } from "../wlroots/wayland-connection.ts";
import { buttonCodes } from "../wlroots/wlroots.ts";

/** The opcodes of the requests (fake-input.xml of Plasma's protocols). */
const request = { authenticate: 0, button: 2, pointerMotionAbsolute: 9, keyboardKey: 10 } as const;

/** The key codes (linux/input-event-codes.h), on the keyboard that KWin has by default. */
const keyCodes: Readonly<Record<Key, number>> = {
  Escape: 1,
  Return: 28,
  Tab: 15,
  Up: 103,
  Down: 108,
  space: 57,
  Super_L: 125,
  Alt_L: 56,
  Control_L: 29,
  Shift_L: 42,
  ...rowFrom(2, "1234567890"),
  ...rowFrom(16, "qwertyuiop"),
  ...rowFrom(30, "asdfghjkl"),
  ...rowFrom(44, "zxcvbnm"),
};

function rowFrom(first: number, keys: string): Readonly<Record<string, number>> {
  return Object.fromEntries([...keys].map((key, index) => [key, first + index]));
}

/** Mouse and keyboard of KWin. */
export interface KwinInput extends Pick<RealDesktop, "moveTo" | "click" | "type" | "press"> {
  close(): void;
}

/** Connects them to the KWin that listens at a path and permits every client. */
export async function plugKwinInput(socketPath: string): Promise<KwinInput> {
  const connection = await connectWayland(socketPath);
  const input = connection.bind("org_kde_kwin_fake_input", 4);
  const send = (opcode: number, args: readonly (number | string)[]) => {
    connection.send(input, opcode, args);
    return connection.done();
  };
  await send(request.authenticate, ["rig", "tests"]);
  const button = (name: MouseButton, isPressed: boolean) =>
    send(request.button, [buttonCodes[name], Number(isPressed)]);
  const key = (name: Key, isPressed: boolean) => {
    const code = keyCodes[name];
    if (code === undefined) throw new Error(`there is no key ${name} on this keyboard`);
    return send(request.keyboardKey, [code, Number(isPressed)]);
  };
  // A fraction on the wire has 8 bits.
  const onWire = (value: number) => Math.round(value * 256);
  return {
    moveTo: ({ x, y }) => send(request.pointerMotionAbsolute, [onWire(x), onWire(y)]),
    async click(name = "left") {
      await button(name, true);
      await button(name, false);
    },
    async type(text) {
      for (const letter of text) {
        await key(letter, true);
        await key(letter, false);
      }
    },
    async press(...keys) {
      for (const name of keys) await key(name, true);
      for (const name of keys.toReversed()) await key(name, false);
    },
    close: () => connection.close(),
  };
}
