import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { appId } from "../../electron/adapters/desktop/app-id.ts";
import { drawing } from "./drawing.ts";
import type { Place } from "./place.ts";
import type { RealDesktop } from "./real-desktop.ts";

/** The program that the package's desktop file and its entry for logins start. */
export const installedProgram = "/opt/Virtray/virtray-start";

/** The desktop file of the package. */
export const installedEntry = `/usr/share/applications/${appId}.desktop`;

/** The desktop file's lines as the packages have them, but for its comments and keywords. */
const desktopFile = `[Desktop Entry]
Name=Virtray
Exec=${installedProgram} %U
Terminal=false
Type=Application
Icon=virtray-desktop
StartupWMClass=${appId}
Actions=Popover;
Categories=System;Emulator;

[Desktop Action Popover]
Name=Show Virtray
Exec=${installedProgram} --popover
`;

/**
 * Puts the app's files for the desktop where its package puts them, before the desktop starts. The
 * program is the built app (`npm run build`), started by the package's own scripts.
 */
export async function installApp(place: Pick<Place, "runtime" | "run">): Promise<void> {
  const folder = join(place.runtime, "package");
  const target = (path: string) => {
    const file = join(folder, path);
    mkdirSync(join(file, ".."), { recursive: true });
    return file;
  };
  const { path: electron } = await electronRuntime();
  writeFileSync(target(installedEntry), desktopFile);
  for (const name of readdirSync(join(projectFolder, "out/assets"))) {
    const size = /^app-(\d+)\.png$/.exec(name)?.[1];
    if (size === undefined) continue;
    const icon = `/usr/share/icons/hicolor/${size}x${size}/apps/virtray-desktop.png`;
    copyFileSync(join(projectFolder, "out/assets", name), target(icon));
  }
  const scripts = join(projectFolder, "build/packaging");
  copyFileSync(join(scripts, "virtray-start"), target(installedProgram));
  copyFileSync(join(scripts, "window-system"), target("/opt/Virtray/resources/window-system"));
  const words = [electron, ...drawing, '"$@"', projectFolder].join(" ");
  writeFileSync(target("/opt/Virtray/virtray-desktop"), `#!/bin/sh\nexec ${words}\n`, {
    mode: 0o755,
  });
  await place.run(["cp", "--recursive", "/run/user/1000/package/.", "/"]);
}

/** Returns the class of windows that the installed desktop file claims. */
export async function startupClass({ place }: Pick<RealDesktop, "place">): Promise<string> {
  return startupClassIn(await place.run(["cat", installedEntry]));
}

/** Returns the class of windows that the text of a desktop file claims; empty if it claims none. */
export function startupClassIn(text: string): string {
  return /^StartupWMClass=(.*)$/m.exec(text)?.[1] ?? "";
}
