import type { ImageDamage } from "../../errors/template.ts";
import type { ErrorWords } from "../sentence.ts";

/** Describes the damage of an image. */
function imageDamage(damage: ImageDamage, count: number | undefined): string {
  switch (damage) {
    case "cut-off":
      return "the file ends before its data";
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
  "image-damaged" | "image-web-page" | "image-unclosed" | "image-empty" | "image-manifest"
> = {
  "image-damaged": ({ path, damage, count }) => ({
    what: `The image ${path} is damaged: ${imageDamage(damage, count)}.`,
    todo: "Download or copy the image again, and compare its size with the original. If there is no other copy: qemu-img check -r all repairs what it can, best on a copy.",
  }),
  "image-web-page": ({ path }) => ({
    what: `${path} is a web page, and not a disk image: a network that wants you to log in, or a server’s page about an error, came in its place.`,
    todo: "Open any page in a browser and log in to the network, or check the URL; then download the image again.",
  }),
  "image-unclosed": ({ path }) => ({
    what: `The image ${path} was not closed by the program that used it last: its log contains changes that are not in the image yet.`,
    todo: "Shut the machine down there, then copy the image again. If there is no other copy: qemu-img check -r all applies the changes, best on a copy.",
  }),
  "image-empty": ({ path }) => ({
    what: `The disk in ${path} has a size of 0 bytes, so no machine can use this disk.`,
    todo: "Check that this is the right file, or enlarge the image: qemu-img resize",
  }),
  "image-manifest": ({ path, member, algorithm }) => ({
    what: `The disk ${member} in ${path} is not the one that the archive was created with: its ${algorithm} checksum differs from the archive’s manifest.`,
    todo: "The archive was damaged on its way, or modified. Download the archive again, or export the machine again.",
  }),
};
