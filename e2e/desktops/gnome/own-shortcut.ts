import { describe, it } from "vitest";
import { until } from "../../rig/until.ts";
import type { WindowPlatform } from "../app.ts";
import { withAppOn } from "../app-on-desktop.ts";
import type { DesktopName } from "../desktops.ts";
import type { RealDesktop } from "../real-desktop.ts";
import { goThroughOpenings } from "../round.ts";

const schema = "org.gnome.settings-daemon.plugins.media-keys";
const path = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/custom0/";

/**
 * The tests that a shortcut which the user makes in GNOME's settings opens the popover: up to version
 * 47 GNOME's portal gives programs no keys.
 */
export function goOwnShortcut(name: DesktopName, platform: Exclude<WindowPlatform, "default">) {
  describe(`a shortcut of GNOME's own on ${name} by ${platform}`, () => {
    const its = withAppOn(name, platform);

    it("opens the popover over another window, again and again", async () => {
      const { desktop, startable, seen } = its();
      await addShortcut(desktop, `${startable.program} --popover`);
      const dashboardHasFocus = async () => (await seen.dashboard())?.isFocused === true;
      await until("the dashboard with the focus", dashboardHasFocus);
      await goThroughOpenings(its(), {
        open: () => desktop.press("Super_L", "Alt_L", "v"),
        hide: () => desktop.press("Escape"),
        hidden: () => until("the dashboard with the focus", dashboardHasFocus),
      });
    });
  });
}

/** Makes the shortcut, and starts the service of GNOME's that holds such keys. */
async function addShortcut({ place, env }: RealDesktop, command: string): Promise<void> {
  const set = (of: string, key: string, value: string) =>
    place.run(["gsettings", "set", of, key, value], env);
  await set(`${schema}.custom-keybinding:${path}`, "name", "Virtray");
  await set(`${schema}.custom-keybinding:${path}`, "command", command);
  await set(`${schema}.custom-keybinding:${path}`, "binding", "<Super><Alt>v");
  await set(schema, "custom-keybindings", `['${path}']`);
  place.start("gsd-media-keys", ["/usr/libexec/gsd-media-keys"], env);
  const name = "org.gnome.SettingsDaemon.MediaKeys";
  await until("GNOME's keys", async () =>
    (
      await place.run(
        [
          ...["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus"],
          ...["--object-path", "/", "--method", "org.freedesktop.DBus.NameHasOwner", name],
        ],
        env,
      )
    ).includes("true"),
  );
}
