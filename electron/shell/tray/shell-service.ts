import type { MessageBus } from "@homebridge/dbus-native";
import * as v from "valibot";
import { connectToBus } from "../../adapters/desktop/bus-connection.ts";
import { busSocketPath } from "../../adapters/desktop/session-bus.ts";
import { type TrayAction, trayActionSchema } from "../../contract/app/tray-action.ts";
import type { ShellFace } from "../../core/app/shell-face.ts";

/** The name on the session bus and its interface; assets/gnome-extension/ is the other side. */
const busName = "io.github.virtray.Virtray";
const busPath = "/io/github/virtray/Virtray";
const busInterface = "io.github.virtray.Shell1";

/** The longest action, in characters; a longer text is not parsed. */
const longestAction = 4096;

export interface ShellService {
  /** Sends the items of the quick settings; unchanged ones are not sent again. */
  show(face: ShellFace): void;
}

/**
 * Serves the extension in GNOME Shell over the session bus. Requests are parsed; without a bus, or
 * if another program owns the name, it serves nothing.
 */
export function createShellService(
  busAddresses: string | undefined,
  act: (action: TrayAction) => void,
): ShellService {
  const path = busSocketPath(busAddresses ?? "");
  let bus: MessageBus | null = null;
  let shown = "";
  if (path !== null) {
    const { bus: made, socket } = connectToBus(path);
    socket.once("close", () => {
      bus = null;
    });
    made.setMethodCallHandler(busPath, busInterface, "GetFace", [() => shown, "s"]);
    made.setMethodCallHandler(busPath, busInterface, "Act", [
      (text: unknown) => {
        const action = parseAction(text);
        if (action === null) return new Error("not an action");
        act(action);
        return undefined;
      },
      "",
    ]);
    // 4: do not queue for the name; 1: we own it (D-Bus specification).
    made.invokeDbus(
      { member: "RequestName", signature: "su", body: [busName, 4] },
      (error, answer) => {
        if (error !== null || answer !== 1) socket.destroy();
      },
    );
    bus = made;
  }
  return {
    show(face) {
      const text = JSON.stringify(face);
      if (text === shown) return;
      shown = text;
      bus?.sendSignal(busPath, busInterface, "FaceChanged", "s", [text]);
    },
  };
}

/** Parses an action from the bus; null if it is not one. */
export function parseAction(text: unknown): TrayAction | null {
  if (typeof text !== "string" || text.length > longestAction) return null;
  try {
    const parsed = v.safeParse(trayActionSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
