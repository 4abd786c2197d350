import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  makeHostileImages,
  makeQcow2Naming,
  packOva,
  vmdkWithParent,
} from "../../../e2e/rig/images/hostile-images.ts";
import {
  holds,
  type ImageAttack,
  planted,
  startReadAttack,
  startRepairAttack,
} from "../../../e2e/rig/images/image-attacks.ts";
import { fail, ok } from "../../contract/errors/app-error.ts";
import type { SourceFormat } from "../../core/disk/image-header.ts";
import { whoHasOpen } from "../process/process-identity.ts";
import { convertImage, imageName } from "./convert-image.ts";
import { checkDiskUnlocked } from "./disk-image.ts";
import { readDiskSizes } from "./disk-size.ts";
import { bubblewrap } from "./image-sandbox.ts";
import { findImageSource, ownDisk, withImageSource } from "./image-source.ts";
import { findSandbox, runQemuImg } from "./qemu-img.ts";
import { unpackFile } from "./unpack-file.ts";

const secret = "PRIVATE KEY OF THE USER";
let folder: string;
let bashrc: string;
let key: string;
let repair: ImageAttack;
let reading: ImageAttack;

const settings = "# my own settings\n".repeat(60);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hostile-"));
  bashrc = join(folder, "bashrc");
  key = join(folder, "key");
  writeFileSync(bashrc, settings);
  writeFileSync(key, secret.padEnd(512, "\n"), { mode: 0o600 });
  repair = await startRepairAttack(mkdtempSync(join(folder, "a-")), bashrc);
  reading = await startReadAttack(mkdtempSync(join(folder, "b-")), key);
});

afterAll(async () => {
  await repair.close();
  await reading.close();
  rmSync(folder, { recursive: true });
});

/** Has qemu-img convert what it is told to open, as it is without any care of ours. */
const convertBare = (name: string) =>
  execFileSync("qemu-img", ["convert", "-q", "-O", "qcow2", name, join(folder, "out")], {
    stdio: "pipe",
  });

/** An image’s name that leaves it to the image what lies beneath it. */
const carelessName = (path: string, format: SourceFormat) =>
  `json:${JSON.stringify({ driver: format, file: { driver: "file", filename: path } })}`;

/** The images of each kind that name something, and their formats. */
const imagesNaming = (name: string) =>
  makeHostileImages(mkdtempSync(join(folder, "i-")), name).map((image) => ({
    ...image,
    format: image.path.split(".").at(-1) as SourceFormat,
  }));

describe("an image that names another file", () => {
  it("would have QEMU write to it, or read it, if it were asked without care", () => {
    const image = join(folder, "bare.vmdk");
    writeFileSync(image, vmdkWithParent(repair.name));
    convertBare(carelessName(image, "vmdk"));
    expect(readFileSync(bashrc, "utf8")).toContain(planted);
    writeFileSync(bashrc, settings);
    writeFileSync(image, vmdkWithParent(reading.name));
    convertBare(carelessName(image, "vmdk"));
    expect(holds(join(folder, "out"), secret)).toBe(true);
  });

  it("is refused in whatever it is packed", async () => {
    for (const { name, path } of makeHostileImages(mkdtempSync(join(folder, "i-")), key)) {
      const verdict = async (file: string) => {
        const found = await findImageSource(file);
        return found.ok
          ? found.value.kind
          : { ...found.error, params: { ...found.error.params, path } };
      };
      const bare = await verdict(path);
      expect(bare, name).toMatchObject({ code: expect.stringMatching(/^image-/) });
      const ova = join(folder, "machine.ova");
      packOva(path, ova);
      expect(await verdict(ova), name).toEqual(bare);
      const [packed, unpacked] = [join(folder, "packed.gz"), join(folder, "unpacked")];
      writeFileSync(packed, execFileSync("gzip", ["-c", path]));
      expect(await unpackFile(packed, "gzip", unpacked)).toEqual({ ok: true, value: undefined });
      expect(await verdict(unpacked), name).toEqual(bare);
      rmSync(unpacked);
    }
  });

  it("has no parent opened by QEMU even if it got past us", () => {
    for (const attack of [repair, reading]) {
      const images = imagesNaming(attack.name);
      for (const { name, path, format } of images.filter((each) =>
        /parent|backing/.test(each.name),
      )) {
        rmSync(join(folder, "out"), { force: true });
        try {
          convertBare(imageName({ path, format, piece: null }));
        } catch {
          // Some are none that QEMU takes at all.
        }
        expect(readFileSync(bashrc, "utf8"), name).toBe(settings);
        expect(isHeld(join(folder, "out")), name).toBe(false);
      }
    }
  });
});

/** Whether the user's key is in a file, if that is there. */
const isHeld = (path: string) => existsSync(path) && holds(path, secret);

describe("what reads an image", () => {
  it("is in a sandbox here", async () => {
    expect(await findSandbox()).toEqual({ works: true, tool: bubblewrap });
  });

  it("cannot open the user’s files, nor write to them, even if QEMU follows a name", async () => {
    const target = join(folder, "target");
    for (const other of [key, repair.name]) {
      for (const { name, path, format } of imagesNaming(other)) {
        const words = ["convert", "-q", "-O", "qcow2", carelessName(path, format), target];
        await runQemuImg(words, [
          { path, access: "read" },
          { path: target, access: "write" },
        ]);
        expect(readFileSync(bashrc, "utf8"), name).toBe(settings);
        expect(isHeld(target), name).toBe(false);
      }
    }
  });

  it("reaches no server, and sees no file, no process and no word of the environment", async () => {
    const image = join(folder, "plain.raw");
    writeFileSync(image, Buffer.alloc(1024 * 1024));
    const open = (file: object) =>
      runQemuImg(
        ["info", `json:${JSON.stringify({ driver: "raw", file })}`],
        [{ path: image, access: "read" }],
      );
    expect(await open({ driver: "file", filename: image })).toMatchObject({ ok: true });
    const [, server = "{}"] = /'file':(\{'driver':'nbd'.*\})\}$/.exec(reading.name) ?? [];
    const nbd = JSON.parse(server.replaceAll("'", '"')) as { readonly driver: string };
    expect(nbd.driver).toBe("nbd");
    const plain = (file: object) =>
      execFileSync("qemu-img", ["info", `json:${JSON.stringify({ driver: "raw", file })}`]);
    plain(nbd);
    expect(await open(nbd)).toMatchObject({ ok: false, error: { code: "program-failed" } });
    for (const filename of [key, "/etc/passwd", "/proc/self/environ", "/dev/kvm"]) {
      expect(await open({ driver: "file", filename }), filename).toMatchObject({ ok: false });
    }
    // The source is not to be written to.
    const words = ["resize", "-q", "-f", "raw", image, "2M"];
    expect(await runQemuImg(words, [{ path: image, access: "read" }])).toMatchObject({ ok: false });
    expect(await runQemuImg(words, [{ path: image, access: "write" }])).toMatchObject({ ok: true });
  });

  it("reads the file that was judged, whatever has its name by then", async () => {
    const path = join(folder, "switched.img");
    const copy = join(folder, "switched.qcow2");
    const content = Buffer.alloc(1024 * 1024);
    content.set([0x55, 0xaa], 510);
    writeFileSync(path, content.fill("harmless", 4096, 8192));
    const done = await withImageSource<void>(path, async (found) => {
      renameSync(path, `${path}.old`);
      symlinkSync(key, path);
      return found.kind === "image" ? convertImage(found.source, copy) : fail("cancelled", {});
    });
    expect(done).toEqual(ok(undefined));
    expect(holds(copy, "harmless")).toBe(true);
    expect(holds(copy, secret)).toBe(false);
  });

  it("ends whenever the person cancels, also while its sandbox is being made", async () => {
    const path = join(folder, "early.raw");
    writeFileSync(path, Buffer.alloc(1024 * 1024));
    for (let wait = 0; wait < 24; wait += 1) {
      const abort = new AbortController();
      const words = ["info", "-f", "raw", path];
      const done = runQemuImg(words, [{ path, access: "read" }], { signal: abort.signal });
      setTimeout(() => abort.abort(), wait);
      await done;
      expect(await whoHasOpen(path), `after ${wait} ms`).toEqual([]);
    }
  });

  it("ends when the person cancels, and so does all that it began", async () => {
    const path = join(folder, "large.raw");
    // Random bytes do not compress, so the work takes a while.
    writeFileSync(path, randomBytes(64 * 1024 * 1024));
    const abort = new AbortController();
    const target = join(folder, "large.qcow2");
    const done = await convertImage({ path, format: "raw", piece: null }, target, {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    expect(done).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(await whoHasOpen(target)).toEqual([]);
  });
});

describe("a machine’s own disk", () => {
  it("is raw, whatever header its guest has written into it", async () => {
    const disk = join(folder, "disk.raw");
    const content = Buffer.alloc(1024 * 1024);
    vmdkWithParent(repair.name).copy(content);
    writeFileSync(disk, content);
    expect(await checkDiskUnlocked(disk, "raw")).toEqual(ok(undefined));
    expect(await readDiskSizes(disk, "raw")).toMatchObject(ok({ virtualBytes: content.length }));
    const source = await ownDisk(disk, "raw", null);
    if (!source.ok) throw new Error(source.error.code);
    const copy = join(folder, "copy.qcow2");
    expect(await convertImage(source.value, copy)).toEqual(ok(undefined));
    execFileSync("qemu-img", ["compare", "-f", "raw", "-F", "qcow2", disk, copy]);
    expect(readFileSync(bashrc, "utf8")).toBe(settings);
  });

  it("hangs on its template alone, whatever it names", async () => {
    const [base, disk] = [join(folder, "base.qcow2"), join(folder, "clone.qcow2")];
    execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", base, "1M"]);
    expect(await ownDisk(base, "qcow2", base)).toEqual(
      ok({ path: base, format: "qcow2", piece: null }),
    );
    for (const as of ["backing", "data"] as const) {
      makeQcow2Naming(disk, repair.name, as);
      expect(await ownDisk(disk, "qcow2", null)).toMatchObject({
        ok: false,
        error: { code: "disk-has-backing" },
      });
      rmSync(disk);
    }
    makeQcow2Naming(disk, repair.name, "backing");
    const source = await ownDisk(disk, "qcow2", base);
    expect(source).toEqual(ok({ path: disk, format: "qcow2", piece: null, base }));
    if (!source.ok) throw new Error(source.error.code);
    expect(await convertImage(source.value, join(folder, "flat.qcow2"))).toEqual(ok(undefined));
    expect(readFileSync(bashrc, "utf8")).toBe(settings);
  });
});
