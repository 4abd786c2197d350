import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { projectFolder } from "../../../build/project.mjs";
import type { RealDesktop } from "../real-desktop.ts";

/** The default folder of the gallery's (`npm run gallery`) pictures. */
export const picturesFolder = join(projectFolder, "test-results/gallery/desktops");

/** Saves the desktop's screen as a picture of the gallery. */
export async function keepPicture(desktop: RealDesktop, name: string): Promise<void> {
  writeFileSync(join(picturesFolder, `${name}.png`), PNG.sync.write(await desktop.picture()));
}
