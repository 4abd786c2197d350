import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { projectFolder } from "../../../build/project.mjs";
import type { RealDesktop } from "../real-desktop.ts";

/** Where the gallery (`npm run gallery`) has its pictures unless it is told otherwise. */
export const picturesFolder = join(projectFolder, "test-results/gallery/desktops");

/** Keeps what is on a desktop's screen as a picture of the gallery's. */
export async function keepPicture(desktop: RealDesktop, name: string): Promise<void> {
  writeFileSync(join(picturesFolder, `${name}.png`), PNG.sync.write(await desktop.picture()));
}
