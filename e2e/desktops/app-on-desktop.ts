import { afterAll, beforeAll } from "vitest";
import type { RealApp } from "../rig/app/real-app.ts";
import { appOn, type StartableApp, type WindowPlatform } from "./app.ts";
import { type AppOnScreen, lookFor } from "./app-on-screen.ts";
import { type DesktopName, startDesktop } from "./desktops.ts";
import type { RealDesktop } from "./real-desktop.ts";

/** A desktop with the app in it. */
export interface AppOnDesktop {
  readonly desktop: RealDesktop;
  readonly startable: StartableApp;
  readonly app: RealApp;
  readonly seen: AppOnScreen;
}

interface StartOptions {
  readonly scale?: number;
  /** Changes the desktop before the app starts there. */
  readonly prepare?: (desktop: RealDesktop) => Promise<void>;
}

/**
 * Has the tests of a `describe` run with the app on a desktop of their own, which ends after them;
 * returns the function that they get it from.
 */
export function withAppOn(
  name: DesktopName,
  platform: WindowPlatform,
  { scale = 1, prepare = async () => {} }: StartOptions = {},
): () => AppOnDesktop {
  let desktop: RealDesktop | null = null;
  let started: AppOnDesktop | null = null;

  beforeAll(async () => {
    desktop = await startDesktop(name, { scale });
    await prepare(desktop);
    const startable = await appOn(desktop, platform);
    started = { desktop, startable, app: await startable.start(), seen: lookFor(desktop) };
  });

  afterAll(() => desktop?.close());

  return () => {
    if (started === null) throw new Error("the app has not started");
    return started;
  };
}
