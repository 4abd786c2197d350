import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appId } from "../../electron/adapters/desktop/app-id.ts";
import { buildLoginEntry } from "../../electron/core/app/login-entry.ts";
import { until } from "../rig/until.ts";
import { type AppOnScreen, lookFor } from "./app-on-screen.ts";
import { type DesktopName, startDesktop } from "./desktops.ts";
import { installedEntry, installedProgram } from "./installed-app.ts";
import type { RealDesktop, SeenWindow } from "./real-desktop.ts";

/** The places of the app's settings and of its entry for logins, below /run/user/1000. */
const config = "entries";
const loginEntry = `${config}/autostart/${appId}.desktop`;

/**
 * Tests that the entries by which a desktop starts the installed app, at a login and from its menu, lead
 * to the window system that suits it, or to the one that the settings name.
 */
export function goEntries(
  name: DesktopName,
  expected: Readonly<Partial<Record<"auto" | SeenWindow["platform"], SeenWindow["platform"]>>>,
): void {
  describe.each(Object.entries(expected))(
    `the installed app on ${name} with the window system “%s”`,
    (choice, platform) => {
      let desktop: RealDesktop;
      let seen: AppOnScreen;
      const open = (entry: string) =>
        desktop.place.start("entries", ["gio", "launch", entry], {
          ...desktop.env,
          XDG_CONFIG_HOME: `/run/user/1000/${config}`,
        });

      beforeAll(async () => {
        desktop = await startDesktop(name);
        seen = lookFor(desktop);
        const write = (path: string, text: string) => {
          const file = join(desktop.place.runtime, path);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text);
        };
        const settings = JSON.stringify({ windowSystem: choice }, null, 2);
        write(`${config}/virtray/settings.json`, settings);
        write(loginEntry, buildLoginEntry([installedProgram, "--autostart"]));
      });

      afterAll(() => desktop?.close());

      it(`is on ${platform} after a login, with its icon alone`, async () => {
        open(`/run/user/1000/${loginEntry}`);
        await desktop.trayIcon();
        expect(await desktop.windows()).toEqual([]);
        await desktop.clickIcon();
        expect((await seen.popoverStays()).platform).toBe(platform);
      });

      it("shows its dashboard by the entry of the desktop's menu, on the same", async () => {
        open(installedEntry);
        const isThere = async () => (await seen.dashboard())?.platform === platform;
        await until(`the dashboard on ${platform}`, isThere);
      });
    },
  );
}
