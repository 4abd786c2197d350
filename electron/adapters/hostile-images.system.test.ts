import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  makeHostileImages,
  makeQcow2Naming,
  packOva,
  vmdkWithParent,
} from "../../e2e/rig/hostile-images.ts";
import {
  holds,
  type ImageAttack,
  planted,
  startReadAttack,
  startRepairAttack,
} from "../../e2e/rig/image-attacks.ts";
import { ok } from "../contract/errors.ts";
import type { SourceFormat } from "../core/image-header.ts";
import { convertImage } from "./convert-image.ts";
import { checkDiskUnlocked } from "./disk-image.ts";
import { readDiskSizes } from "./disk-size.ts";
import { findImageSource, ownDisk } from "./image-source.ts";
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

const runs = (path: string, format: SourceFormat, backing: object) =>
  execFileSync(
    "qemu-img",
    [
      ...["convert", "-q", "-O", "qcow2"],
      `json:${JSON.stringify({ driver: format, file: { driver: "file", filename: path }, ...backing })}`,
      join(folder, "out"),
    ],
    { stdio: "pipe" },
  );

describe("an image that names another file", () => {
  it("would have QEMU write to it, or read it, if it were asked without care", () => {
    const image = join(folder, "bare.vmdk");
    writeFileSync(image, vmdkWithParent(repair.name));
    runs(image, "vmdk", {});
    expect(readFileSync(bashrc, "utf8")).toContain(planted);
    writeFileSync(bashrc, settings);
    writeFileSync(image, vmdkWithParent(reading.name));
    runs(image, "vmdk", {});
    expect(holds(join(folder, "out"), secret)).toBe(true);
  });

  it("is refused in whatever it is packed", async () => {
    for (const { name, path } of makeHostileImages(mkdtempSync(join(folder, "i-")), key)) {
      const refused = expect.objectContaining({ code: expect.stringMatching(/^image-/) });
      const judge = async (file: string) =>
        expect(await findImageSource(file), name).toEqual({
          ...{ ok: false, error: refused },
        });
      await judge(path);
      const ova = join(folder, "machine.ova");
      packOva(path, ova);
      await judge(ova);
      const [packed, unpacked] = [join(folder, "packed.gz"), join(folder, "unpacked")];
      writeFileSync(packed, execFileSync("gzip", ["-c", path]));
      expect(await unpackFile(packed, "gzip", unpacked)).toEqual({ ok: true, value: undefined });
      await judge(unpacked);
      rmSync(unpacked);
    }
  });

  it("has no parent opened by QEMU even if it got past us", async () => {
    const target = join(folder, "target");
    for (const attack of [repair, reading]) {
      const images = makeHostileImages(mkdtempSync(join(folder, "i-")), attack.name);
      for (const { name, path } of images.filter((each) => /parent|backing/.test(each.name))) {
        const format = path.split(".").at(-1) as SourceFormat;
        await convertImage({ path, format, piece: null }, target);
        expect(readFileSync(bashrc, "utf8"), name).toBe(settings);
        expect(holds(target, secret), name).toBe(false);
      }
    }
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
