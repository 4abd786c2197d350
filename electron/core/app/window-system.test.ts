import { expect, it } from "vitest";
import {
  copyWays,
  needsBackdrop,
  popoverPlacement,
  screenWithPanel,
  sessionOf,
  windowSystemNow,
} from "./window-system.ts";

const wayland = { WAYLAND_DISPLAY: "wayland-0", DISPLAY: ":0" };

it.each([
  [{ DISPLAY: ":0" }, "", "45.4.1", "x11"],
  [{ DISPLAY: ":0", WAYLAND_DISPLAY: "" }, "wayland", "45.4.1", "x11"],
  [wayland, "x11", "45.4.1", "x11"],
  [wayland, "wayland", "33.2.1", "wayland"],
  [wayland, "", "33.2.1", "x11"],
  [wayland, "", "38.0.0", "wayland"],
  [wayland, "auto", "45.4.1", "wayland"],
] as const)("in %j with “%s” Electron %s runs on %s", (env, platform, electron, now) => {
  expect(windowSystemNow(sessionOf(env), platform, electron)).toBe(now);
});

it.each([
  [{ DISPLAY: ":0", XDG_CURRENT_DESKTOP: "XFCE" }, "x11", "pointer"],
  [{ DISPLAY: ":0", XDG_CURRENT_DESKTOP: "KDE" }, "x11", "pointer"],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "ubuntu:GNOME" }, "x11", "panel"],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "ubuntu:GNOME" }, "wayland", "compositor"],
  [
    { ...wayland, XDG_CURRENT_DESKTOP: "Unity", ORIGINAL_XDG_CURRENT_DESKTOP: "KDE" },
    "wayland",
    "kwin",
  ],
  [
    { ...wayland, XDG_CURRENT_DESKTOP: "KDE", ORIGINAL_XDG_CURRENT_DESKTOP: "undefined" },
    "wayland",
    "kwin",
  ],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "KDE" }, "x11", "panel"],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "KDE" }, "wayland", "kwin"],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "labwc:wlroots" }, "x11", "panel"],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "labwc:wlroots" }, "wayland", "compositor"],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "sway", SWAYSOCK: "/run/s" }, "wayland", "sway"],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "sway", SWAYSOCK: "/run/s" }, "x11", "sway"],
  [wayland, "wayland", "compositor"],
] as const)("in %j on %s the place is found by %s", (env, now, placement) => {
  expect(popoverPlacement(sessionOf(env), now)).toBe(placement);
});

it.each([
  [{ ...wayland, XDG_CURRENT_DESKTOP: "ubuntu:GNOME" }, "x11", true],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "ubuntu:GNOME" }, "wayland", false],
  [{ DISPLAY: ":0", XDG_CURRENT_DESKTOP: "GNOME" }, "x11", false],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "KDE" }, "x11", false],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "labwc:wlroots" }, "x11", true],
  [{ DISPLAY: ":0", XDG_CURRENT_DESKTOP: "X-Cinnamon" }, "x11", true],
  [{ DISPLAY: ":0", XDG_CURRENT_DESKTOP: "MATE" }, "x11", false],
] as const)("in %j on %s a backdrop is needed: %s", (env, now, isNeeded) => {
  expect(needsBackdrop(sessionOf(env), now)).toBe(isNeeded);
});

it.each([
  [{ DISPLAY: ":0", XDG_CURRENT_DESKTOP: "GNOME" }, "x11", ["electron"]],
  [{ DISPLAY: ":0", XDG_CURRENT_DESKTOP: "KDE" }, "x11", ["electron"]],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "ubuntu:GNOME" }, "x11", ["electron"]],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "GNOME" }, "wayland", ["xwayland", "wl-clipboard"]],
  [{ WAYLAND_DISPLAY: "w", XDG_CURRENT_DESKTOP: "GNOME" }, "wayland", ["wl-clipboard"]],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "KDE" }, "x11", ["klipper", "wl-clipboard"]],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "labwc:wlroots" }, "x11", ["wl-clipboard"]],
  [{ ...wayland, XDG_CURRENT_DESKTOP: "sway", SWAYSOCK: "/run/s" }, "wayland", ["wl-clipboard"]],
] as const)("in %j on %s it copies by %j", (env, now, ways) => {
  expect(copyWays(sessionOf(env), now)).toEqual(ways);
});

it("expects the tray on the screen with a panel", () => {
  const bare = (x: number) => {
    const bounds = { x, y: 0, width: 1000, height: 800 };
    return { bounds, workArea: bounds };
  };
  const withPanel = (x: number) => {
    const bounds = { x, y: 0, width: 1000, height: 800 };
    return { bounds, workArea: { ...bounds, y: 30, height: 770 } };
  };
  expect(screenWithPanel([bare(0), bare(1000)]).bounds.x).toBe(0);
  expect(screenWithPanel([bare(0), withPanel(1000)]).bounds.x).toBe(1000);
  expect(screenWithPanel([withPanel(0), withPanel(1000)]).bounds.x).toBe(0);
});
