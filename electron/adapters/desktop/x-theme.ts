import { isDarkTheme, themeOfXSettings } from "../../core/app/x-settings.ts";
import type { XServer } from "./x-server.ts";

/** StructureNotifyMask (X.h): brings what is announced at the root. */
const structureMask = 0x20000;
/** PropertyChangeMask (X.h): tells of changed properties. With the former it tells of a window's end. */
const settingsMask = 0x400000 | structureMask;
/** The most that is read of the settings, in words of 4 bytes. */
const most = 16384;

/**
 * Calls back with whether the theme that a desktop has at its X server is a dark one, now and whenever
 * it may have changed. Xfce's older and MATE's settings say so there and not to the portal, which
 * Chromium asks alone.
 */
export async function watchXTheme(
  server: Pick<XServer, "use" | "atom">,
  found: (isDark: boolean) => void,
): Promise<void> {
  const [selection, property] = await Promise.all(
    ["_XSETTINGS_S0", "_XSETTINGS_SETTINGS"].map((name) => server.atom(name)),
  );
  if (!selection || !property) return;

  const look = async () => {
    const owner = await server.use<number>(({ client }, _root, answer) =>
      client.GetSelectionOwner(selection, answer),
    );
    if (!owner) return found(false);
    const settings = await server.use<{ readonly data: Buffer }>(({ client }, _root, answer) => {
      client.ChangeWindowAttributes(owner, { eventMask: settingsMask });
      client.GetProperty(0, owner, property, 0, 0, most, answer);
    });
    const theme = settings === null ? null : themeOfXSettings(settings.data);
    found(theme !== null && isDarkTheme(theme));
  };
  await server.use<void>(({ client }, root, answer) => {
    client.ChangeWindowAttributes(root, { eventMask: structureMask });
    client.on("event", ({ name }) => {
      if (["PropertyNotify", "ClientMessage", "DestroyNotify"].includes(name)) void look();
    });
    answer(null);
  });
  await look();
}
