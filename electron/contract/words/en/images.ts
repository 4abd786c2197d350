import type { ImageDamage } from "../../errors/template.ts";
import type { ErrorWords } from "../sentence.ts";

/** Describes the damage of an image. */
function imageDamage(damage: ImageDamage, count: number | undefined): string {
  switch (damage) {
    case "cut-off":
      return "it ends before its data do";
    case "marked":
      return "QEMU has marked it as corrupt";
    case "tables":
      return count === undefined
        ? "its tables contradict each other"
        : `its tables contradict each other or the file’s length (errors: ${count})`;
  }
}

/** The sentences about images that are damaged or empty. */
export const imageErrors: Pick<
  ErrorWords,
  "image-damaged" | "image-unclosed" | "image-empty" | "image-manifest" | "write-refused"
> = {
  "image-damaged": ({ path, damage, count }) => ({
    what: `The image ${path} is damaged: ${imageDamage(damage, count)}.`,
    todo: "Download or copy it anew, and compare its size with the original’s. If there is no other: qemu-img check -r all mends what it can, best on a copy.",
  }),
  "image-unclosed": ({ path }) => ({
    what: `The image ${path} was not closed by the program that used it last: its log holds changes that are not in it yet.`,
    todo: "Shut the machine down there, then copy it anew. If there is no other: qemu-img check -r all brings them in, best on a copy.",
  }),
  "image-empty": ({ path }) => ({
    what: `The disk in ${path} has a size of 0 bytes, so no machine can run from it.`,
    todo: "Check that it is the right file, or make it larger: qemu-img resize",
  }),
  "image-manifest": ({ path, member, algorithm }) => ({
    what: `The disk ${member} in ${path} is not the one that the archive was made with: its ${algorithm} sum differs from the archive’s manifest.`,
    todo: "The archive was damaged on its way, or changed. Download it or export the machine anew.",
  }),
  "write-refused": ({ path, detail }) => ({
    what: `Nothing was written to ${path}: it could not be read again (${detail}). This is a fault of Virtray’s own.`,
    todo: "What was there before holds. Give other values, and report it with the support bundle.",
  }),
};
