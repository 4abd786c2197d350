import { execFileSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Result } from "../../contract/errors/app-error.ts";
import { checkImage, checkManifest } from "./check-image.ts";
import { inspectDisk } from "./disk-image.ts";
import { findImageSource, type ImageSource } from "./image-source.ts";

let folder: string;
let whole: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "damaged-"));
  whole = join(folder, "whole.qcow2");
  run("qemu-img", "create", "-q", "-f", "qcow2", whole, "16M");
  run("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 8M", whole);
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { cwd: folder, stdio: "pipe" });
}

/** A copy of the whole image, changed. */
function changed(change: (path: string) => void, format = "qcow2"): string {
  const path = join(folder, `changed.${format}`);
  if (format === "qcow2") copyFileSync(whole, path);
  else run("qemu-img", "convert", "-O", format, whole, path);
  change(path);
  return path;
}

function overwrite(path: string, at: number, bytes: readonly number[]): void {
  const file = openSync(path, "r+");
  writeSync(file, Uint8Array.from(bytes), 0, bytes.length, at);
  closeSync(file);
}

const cut = (path: string) => truncateSync(path, 4 * 1024 * 1024);
const half = (path: string) => truncateSync(path, Math.floor(readFileSync(path).length / 2));
/** Incompatible feature bits, of which 1 is “not closed” and 2 is “corrupt”. */
const features = (bits: number) => (path: string) => overwrite(path, 79, [bits]);
const noCounts = (path: string) => overwrite(path, 2 * 65_536, new Array<number>(64).fill(0));

async function sourceOf(path: string): Promise<Result<ImageSource>> {
  const found = await findImageSource(path);
  if (!found.ok) return found;
  if (found.value.kind !== "image") throw new Error("packed");
  return { ok: true, value: found.value.source };
}

async function check(path: string): Promise<Result<void>> {
  const source = await sourceOf(path);
  return source.ok ? checkImage(source.value) : source;
}

describe("an image that is damaged is refused", () => {
  it.each([
    ["cut short", cut, "qcow2", "tables"],
    ["marked as corrupt", features(2), "qcow2", "marked"],
    ["whose clusters are counted wrong", noCounts, "qcow2", "tables"],
    ["cut short (VMDK)", half, "vmdk", "cut-off"],
    ["cut short (VDI)", half, "vdi", "cut-off"],
    ["cut short (VHDX)", half, "vhdx", "tables"],
  ])("%s", async (_title, change, format, damage) => {
    const path = changed(change, format);
    expect(await check(path)).toMatchObject({
      error: { code: "image-damaged", params: { path, damage } },
    });
  });

  it("also as a disk of a machine", async () => {
    const path = changed(cut);
    expect(await inspectDisk(path)).toMatchObject({ error: { code: "image-damaged" } });
    expect((await inspectDisk(whole)).ok).toBe(true);
  });
});

describe("an image that is well is taken", () => {
  it.each(["qcow2", "vmdk", "vdi", "vhdx"])("%s", async (format) => {
    expect(await check(changed(() => {}, format))).toEqual({ ok: true, value: undefined });
  });

  it("though some of its room is lost", async () => {
    const path = changed((each) => run("qemu-io", "-f", "qcow2", "-c", "discard 0 1M", each));
    // A counter without a cluster that belongs to it.
    overwrite(path, 2 * 65_536 + 2 * 160, [0, 1]);
    truncateSync(path, 12 * 1024 * 1024);
    expect(await check(path)).toEqual({ ok: true, value: undefined });
  });

  it("though its writer was killed before it counted", async () => {
    const path = changed((each) => {
      features(1)(each);
      noCounts(each);
    });
    expect(await check(path)).toEqual({ ok: true, value: undefined });
  });
});

it("tells why QEMU cannot open an image, without QEMU’s own line", async () => {
  const path = changed((each) => overwrite(each, 78, [0x80]));
  expect(await check(path)).toMatchObject({
    error: {
      code: "image-unsupported",
      params: { path, fault: "feature", detail: "8000" },
      cause: expect.stringContaining("qemu-img: Could not open"),
    },
  });
});

it("refuses a disk of 0 bytes", async () => {
  const path = join(folder, "empty.qcow2");
  run("qemu-img", "create", "-q", "-f", "qcow2", path, "0");
  expect(await inspectDisk(path)).toEqual({
    ok: false,
    error: { code: "image-empty", params: { path } },
  });
});

describe("an archive’s disk", () => {
  async function ova(algorithm: string, order: readonly string[], damage?: () => void) {
    run("qemu-img", "convert", "-O", "vmdk", "-o", "subformat=streamOptimized", whole, "d.vmdk");
    writeFileSync(join(folder, "m.ovf"), "<Envelope/>");
    const script = `for f in m.ovf d.vmdk; do echo "${algorithm.toUpperCase()}($f)= $(${algorithm}sum <$f | cut -d' ' -f1)"; done >m.mf`;
    run("sh", "-c", script);
    damage?.();
    run("tar", "--format=ustar", "-cf", "m.ova", ...order);
    const source = await sourceOf(join(folder, "m.ova"));
    if (!source.ok) throw new Error(source.error.code);
    const told: (number | null)[] = [];
    const checked = await checkManifest(source.value, { onProgress: (part) => told.push(part) });
    return { checked, told };
  }
  const orders = [
    ["m.ovf", "m.mf", "d.vmdk"],
    ["m.ovf", "d.vmdk", "m.mf"],
  ];

  it.each(["sha1", "sha256", "sha512"])("that its manifest tells of is taken: %s", async (sum) => {
    for (const order of orders) {
      const { checked, told } = await ova(sum, order);
      expect(checked).toEqual({ ok: true, value: undefined });
      expect(told.at(-1)).toBe(1);
    }
  });

  it.each(["sha1", "sha256", "sha512"])("that was changed since is refused: %s", async (sum) => {
    for (const order of orders) {
      const damage = () => overwrite(join(folder, "d.vmdk"), 100_000, [1, 2, 3]);
      expect((await ova(sum, order, damage)).checked).toMatchObject({
        error: {
          code: "image-manifest",
          params: { member: "d.vmdk", algorithm: sum.replace("sha", "SHA-") },
        },
      });
    }
  });

  it("without a manifest is not asked for one", async () => {
    expect((await ova("sha1", ["m.ovf", "d.vmdk"])).told).toEqual([]);
  });
});
