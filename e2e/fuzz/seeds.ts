import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { extname, join } from "node:path";
import { makeHostileImages } from "../rig/images/hostile-images.ts";

/** An image before it is manipulated, made by qemu-img or by hand. */
export interface SeedImage {
  readonly format: string;
  readonly bytes: Buffer;
}

/** The formats and options for qemu-img. */
const kinds = [
  ["qcow2", ""],
  ["qcow2", "compat=0.10"],
  ["qcow2", "extended_l2=on"],
  ["qcow2", "lazy_refcounts=on,refcount_bits=1"],
  ["vmdk", "subformat=monolithicSparse"],
  ["vmdk", "subformat=streamOptimized"],
  ["vmdk", "subformat=monolithicFlat"],
  ["vmdk", "subformat=twoGbMaxExtentSparse"],
  ["vmdk", "subformat=twoGbMaxExtentFlat"],
  ["vdi", ""],
  ["vdi", "static=on"],
  ["vhdx", "subformat=dynamic"],
  ["vhdx", "subformat=fixed"],
  ["vpc", "subformat=dynamic"],
  ["vpc", "subformat=fixed"],
  ["qed", ""],
  ["parallels", ""],
  ["raw", ""],
] as const;

/**
 * Makes an image of 1 MiB of each kind that QEMU writes, with some data, in a temporary folder. It
 * adds images that name another file from the start: `other`, a path that is not opened.
 */
export function makeSeeds(folder: string, other: string): readonly [SeedImage, ...SeedImage[]] {
  mkdirSync(folder, { recursive: true });
  const run = (...args: readonly string[]) => execFileSync("qemu-img", args, { stdio: "ignore" });
  const raw = join(folder, "data.raw");
  run("create", "-q", "-f", "raw", raw, "1M");
  execFileSync("qemu-io", ["-f", "raw", "-c", "write -P 7 64k 128k", raw], { stdio: "ignore" });
  const sector = readFileSync(raw);
  sector.set([0x55, 0xaa], 510);
  const made: [SeedImage, ...SeedImage[]] = [{ format: "raw", bytes: sector }];
  for (const [format, options] of kinds) {
    const path = join(folder, "image");
    const more = options === "" ? [] : ["-o", options];
    run("convert", "-q", "-f", "raw", "-O", format, ...more, raw, path);
    made.push({ format, bytes: readFileSync(path) });
  }
  for (const { path } of makeHostileImages(folder, other)) {
    made.push({ format: extname(path).slice(1), bytes: readFileSync(path) });
  }
  rmSync(folder, { recursive: true });
  return made;
}
