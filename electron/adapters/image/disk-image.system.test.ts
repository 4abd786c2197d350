import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { foreignQemu } from "../../../e2e/rig/machines.ts";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { checkDiskUnlocked, inspectDisk } from "./disk-image.ts";

const MiB = 1024 ** 2;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disk-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Makes an image with qemu-img's own arguments. */
async function image(name: string, ...args: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await execa("qemu-img", ["create", "-q", ...args, path, "8M"]);
  return path;
}

function raw(name: string, size: number, at: number, bytes: readonly number[]): string {
  const path = join(folder, name);
  const begin = Buffer.alloc(at + bytes.length);
  begin.set([1], 0);
  begin.set(bytes, at);
  writeFileSync(path, begin);
  truncateSync(path, size);
  return path;
}

function plain(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("a disk", () => {
  it("is found to be qcow2 or raw by what it holds, not by its name", async () => {
    expect(await inspectDisk(await image("misnamed.raw", "-f", "qcow2"))).toEqual(
      ok({ format: "qcow2", virtualBytes: 8 * MiB }),
    );
    expect(await inspectDisk(await image("misnamed.qcow2", "-f", "raw"))).toEqual(
      ok({ format: "raw", virtualBytes: 8 * MiB }),
    );
    expect(await inspectDisk(raw("boots", 2 * MiB, 510, [0x55, 0xaa]))).toEqual(
      ok({ format: "raw", virtualBytes: 2 * MiB }),
    );
  });

  it("may be reached by a link", async () => {
    const path = join(folder, "link");
    symlinkSync(await image("a.qcow2", "-f", "qcow2"), path);
    expect((await inspectDisk(path)).ok).toBe(true);
  });

  it.each(["vmdk", "vdi", "vpc", "vhdx"])("of the format %s is refused", async (format) => {
    const path = await image(`a.${format}`, "-f", format);
    expect(await inspectDisk(path)).toEqual({
      ok: false,
      error: appError("disk-format-unsupported", { path, format }),
    });
  });

  it("that needs a second file is refused", async () => {
    const base = await image("base.qcow2", "-f", "qcow2");
    const clone = await image("clone.qcow2", "-f", "qcow2", "-b", base, "-F", "qcow2");
    expect(await inspectDisk(clone)).toEqual({
      ok: false,
      error: appError("disk-has-backing", { path: clone, backing: base }),
    });
    const data = join(folder, "data.raw");
    const split = await image("split.qcow2", "-f", "qcow2", "-o", `data_file=${data}`);
    expect(await inspectDisk(split)).toEqual({
      ok: false,
      error: appError("disk-has-backing", { path: split, backing: data }),
    });
  });

  it("that is encrypted is refused", async () => {
    const path = join(folder, "secret.qcow2");
    await execa("qemu-img", [
      ...["create", "-q", "-f", "qcow2", "--object", "secret,id=s,data=word"],
      // Unlike LUKS, this does not time the processor first, which fails on a busy one.
      ...["-o", "encrypt.format=aes,encrypt.key-secret=s", path, "8M"],
    ]);
    expect(await inspectDisk(path)).toMatchObject({
      ok: false,
      error: { code: "disk-format-unsupported" },
    });
  });

  it.each([
    ["a text", () => plain("text", "A letter.\n")],
    ["a text of whole sectors", () => plain("text", "text\n".repeat(512 * 4))],
    ["a disk that is no whole number of sectors", () => raw("odd", 4097, 510, [0x55, 0xaa])],
    ["empty", () => plain("empty", "")],
  ])("is not: %s", async (_title, make) => {
    const path = make();
    expect(await inspectDisk(path)).toEqual({
      ok: false,
      error: appError("disk-not-image", { path }),
    });
  });

  it("whose header QEMU does not know is refused", async () => {
    const path = await image("damaged.qcow2", "-f", "qcow2");
    const file = openSync(path, "r+");
    // The size of its clusters, which no image can have.
    writeSync(file, Buffer.from([255]), 0, 1, 20);
    closeSync(file);
    expect(await inspectDisk(path)).toMatchObject({
      ok: false,
      error: { code: "image-unsupported" },
    });
  });

  it("is inspected while a machine runs from it, and known to be locked", async () => {
    const path = await image("a.qcow2", "-f", "qcow2");
    expect(await checkDiskUnlocked(path, "qcow2")).toEqual(ok(undefined));
    const qemu = await foreignQemu(path);
    try {
      expect((await inspectDisk(path)).ok).toBe(true);
      expect(await checkDiskUnlocked(path, "qcow2")).toMatchObject({
        ok: false,
        error: { code: "disk-in-use", params: { path, by: `qemu-system-x86 (${qemu.pid})` } },
      });
    } finally {
      qemu.kill("SIGKILL");
    }
  });

  it("that may not be written is refused for who is not root", async () => {
    const path = await image("locked.qcow2", "-f", "qcow2");
    chmodSync(path, 0o444);
    const inspected = await inspectDisk(path);
    // Root may write everything.
    if (process.getuid?.() === 0) expect(inspected.ok).toBe(true);
    else expect(inspected).toMatchObject({ ok: false, error: { code: "disk-unreadable" } });
  });
});
