import { connectToBus } from "./bus-connection.ts";
import { busSocketPath } from "./session-bus.ts";

/** Names of Plasma's clipboard on the session bus. */
const klipper = {
  destination: "org.kde.klipper",
  path: "/klipper",
  interface: "org.kde.klipper.klipper",
} as const;

/** The time limit for Plasma, which answers within milliseconds, in ms. */
const longestAnswer = 1000;

/**
 * Puts a text into Plasma's clipboard, and returns whether Plasma then has it; false without Plasma's
 * clipboard.
 * @param addresses DBUS_SESSION_BUS_ADDRESS, or undefined without a session bus
 */
export async function copyByKlipper(addresses: string | undefined, text: string): Promise<boolean> {
  const path = busSocketPath(addresses ?? "");
  if (path === null) return false;
  const { bus, socket } = connectToBus(path);
  const timer = setTimeout(() => socket.destroy(), longestAnswer);
  const lost = new Promise<null>((resolve) => {
    socket.once("close", () => resolve(null));
  });
  const ask = (member: string, ...texts: readonly string[]) => {
    const values = texts.length > 0 ? { signature: "s", body: texts } : {};
    const answered = new Promise<unknown>((resolve) => {
      bus.invokeDbus({ ...klipper, member, ...values }, (error, value) =>
        resolve(error === null ? value : null),
      );
    });
    return Promise.race([answered, lost]);
  };
  await ask("setClipboardContents", text);
  const held = await ask("getClipboardContents");
  clearTimeout(timer);
  socket.destroy();
  return held === text;
}
