/** The part of the gallery that drives the real app; called by build/gallery.mjs in the sandbox. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeBaseline } from "./boxes.mjs";
import { openRealGallery } from "./real-gallery.ts";
import { lookAt, type Visitor } from "./real-look.ts";
import { scenes } from "./real-scenes.ts";

/**
 * Takes pictures of the real app in its scenes, numbered in their order.
 * @param args `--accept` keeps the layouts as they are now; a folder for the pictures
 * @returns 0; 1 if a page has a fault
 */
export async function main(args: readonly string[]): Promise<number> {
  const [folder = ""] = args.filter((word) => word !== "--accept");
  const target = resolve(folder);
  mkdirSync(target, { recursive: true });
  const numbers = new Map(
    scenes
      .flatMap(({ shots }) => shots)
      .map(({ name }, index) => [name, String(index + 1).padStart(2, "0")]),
  );
  const visitor: Visitor = {
    ...(args.includes("--accept") && {
      keep: ({ name }, boxes) => writeBaseline(name, boxes),
    }),
    async dressed({ name }, theme, picture) {
      writeFileSync(join(target, `${numbers.get(name)}-${name}-${theme}.png`), await picture());
    },
  };
  let code = 0;
  const gallery = await openRealGallery();
  try {
    for (const { arrange, shots } of scenes) {
      await arrange(gallery);
      for (const shot of shots) {
        console.log(shot.name);
        for (const problem of await lookAt(gallery, shot, visitor)) {
          console.error(problem);
          code = 1;
        }
      }
    }
  } finally {
    await gallery.close();
  }
  return code;
}
