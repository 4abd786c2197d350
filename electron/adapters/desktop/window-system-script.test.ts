import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { projectFolder } from "../../../build/project.mjs";
import { defaultSettings, type Settings } from "../../contract/app/settings.ts";

/** Launcher, autostart entry and package ask this script. */
const script = join(projectFolder, "build/packaging/window-system");
const home = mkdtempSync(join(tmpdir(), "window-system-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const both = { WAYLAND_DISPLAY: "wayland-0", DISPLAY: ":0" };

/** Returns the output of the script in an environment, beside settings as the app writes them. */
function chosen(env: Record<string, string>, request: Settings["windowSystem"] | null): string {
  const folder = join(home, ".config/virtray");
  rmSync(folder, { recursive: true, force: true });
  if (request !== null) {
    mkdirSync(folder, { recursive: true });
    const settings: Settings = { ...defaultSettings, windowSystem: request };
    writeFileSync(join(folder, "settings.json"), `${JSON.stringify(settings, null, 2)}\n`);
  }
  const { PATH } = process.env;
  return execFileSync(script, {
    env: { PATH, HOME: home, ...env },
    encoding: "utf8",
  }).trim();
}

it.each([
  ["GNOME", null, "x11"],
  ["GNOME", "auto", "x11"],
  ["ubuntu:GNOME", "auto", "x11"],
  ["KDE", "auto", "x11"],
  ["labwc:wlroots", "auto", "x11"],
  ["sway", null, "wayland"],
  ["sway", "auto", "wayland"],
  ["Hyprland", "auto", "wayland"],
  ["NOT-GNOME", "auto", "wayland"],
  ["", "auto", "wayland"],
  ["GNOME", "wayland", "wayland"],
  ["sway", "x11", "x11"],
] as const)(
  "on Wayland with XWayland, %s and the wish %s lead to %s",
  (desktop, request, system) => {
    const printed = chosen({ ...both, XDG_CURRENT_DESKTOP: desktop }, request);
    expect(printed).toBe(`--ozone-platform=${system}`);
  },
);

it.each([null, "auto", "wayland", "x11"] as const)(
  "only what is there is chosen by %s",
  (request) => {
    const desktop = { XDG_CURRENT_DESKTOP: "GNOME" };
    const alone = chosen({ ...desktop, WAYLAND_DISPLAY: "wayland-0", DISPLAY: "" }, request);
    expect(alone).toBe("--ozone-platform=wayland");
    expect(chosen({ ...desktop, WAYLAND_DISPLAY: "", DISPLAY: ":0" }, request)).toBe("");
    expect(chosen({ ...desktop, DISPLAY: ":0" }, request)).toBe("");
  },
);

it("finds the settings where XDG_CONFIG_HOME leads, as the app does", () => {
  const env = { ...both, XDG_CURRENT_DESKTOP: "sway" };
  chosen(env, "x11");
  const run = (config: string) =>
    execFileSync(script, {
      env: { PATH: process.env["PATH"], HOME: home, ...env, XDG_CONFIG_HOME: config },
      encoding: "utf8",
    }).trim();
  expect(run("relative")).toBe("--ozone-platform=x11");
  expect(run(join(home, "elsewhere"))).toBe("--ozone-platform=wayland");
});
