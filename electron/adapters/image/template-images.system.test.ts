import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkBase, createLinkedDisk, sealBase } from "./base-image.ts";
import { convertImage } from "./convert-image.ts";
import { findImageSource, type ImageSource, ownDisk } from "./image-source.ts";
import { writeSeedImage } from "./seed-image.ts";
import { unpackFile } from "./unpack-file.ts";

const mebibyte = 1024 * 1024;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "images-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", cwd: folder, stdio: "pipe" });
}

/** A raw disk of 8 MiB with a boot sector and some content. */
function rawDisk(name = "disk.raw"): string {
  const path = join(folder, name);
  const content = Buffer.alloc(8 * mebibyte);
  for (let at = 0; at < 2 * mebibyte; at += 4096) content.writeUInt32LE(at * 7 + 1, at);
  content.set([0x55, 0xaa], 510);
  writeFileSync(path, content);
  return path;
}

async function sourceOf(path: string): Promise<ImageSource> {
  const found = await findImageSource(path);
  if (!found.ok || found.value.kind !== "image") throw new Error(JSON.stringify(found));
  return found.value.source;
}

function sameContent(a: string, b: string): void {
  expect(run("qemu-img", "compare", a, b)).toBe("Images are identical.\n");
}

describe("an image from outside", () => {
  it.each([
    ["qcow2", ["-O", "qcow2"]],
    ["qcow2 (compressed)", ["-c", "-O", "qcow2"]],
    ["raw", ["-O", "raw"]],
    ["vmdk", ["-O", "vmdk"]],
    ["vmdk (stream)", ["-O", "vmdk", "-o", "subformat=streamOptimized"]],
    ["vdi", ["-O", "vdi"]],
    ["vhdx", ["-O", "vhdx"]],
    ["VHD (growing)", ["-O", "vpc", "-o", "force_size=on"]],
    ["VHD (fixed)", ["-O", "vpc", "-o", "subformat=fixed,force_size=on"]],
  ])("becomes qcow2 with the same content: %s", async (_title, options) => {
    const raw = rawDisk();
    // A path that QEMU's own syntax would take apart.
    const path = join(folder, 'a, "b":=file.img');
    run("qemu-img", "convert", ...options, raw, path);
    const told: (number | null)[] = [];
    const target = join(folder, "base.qcow2");
    const converted = await convertImage(await sourceOf(path), target, {
      onProgress: (fraction) => told.push(fraction),
    });
    expect(converted).toEqual({ ok: true, value: undefined });
    sameContent(raw, target);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort());
  });

  it.each([
    ["gzip", "gz"],
    ["bzip2", "bz2"],
    ["xz", "xz"],
    ["zstd", "zst"],
  ] as const)("is unpacked: %s", async (packing, ending) => {
    const raw = rawDisk();
    run(packing, "-k", "-q", raw);
    expect(await findImageSource(`${raw}.${ending}`)).toEqual({
      ok: true,
      value: { kind: "packed", packing },
    });
    const target = join(folder, "unpacked");
    expect(await unpackFile(`${raw}.${ending}`, packing, target)).toEqual({
      ok: true,
      value: undefined,
    });
    sameContent(raw, target);
  });

  it.each(["gzip", "bzip2", "xz", "zstd"] as const)(
    "is refused when its packing is damaged: %s",
    async (packing) => {
      const raw = rawDisk();
      const packed = join(folder, "packed");
      execFileSync("sh", ["-c", `${packing} -c "${raw}" >"${packed}"`]);
      truncateSync(packed, Math.floor(statSync(packed).size / 2));
      expect(await unpackFile(packed, packing, join(folder, "unpacked"))).toMatchObject({
        ok: false,
        error: { code: "image-unsupported" },
      });
    },
  );

  it("that is an OVA gives its one disk, without being unpacked", async () => {
    const raw = rawDisk();
    run("qemu-img", "convert", "-O", "vmdk", "-o", "subformat=streamOptimized", raw, "d.vmdk");
    writeFileSync(join(folder, "m.ovf"), "<Envelope/>");
    run("tar", "--format=ustar", "-cf", "machine.ova", "m.ovf", "d.vmdk");
    const target = join(folder, "base.qcow2");
    const source = await sourceOf(join(folder, "machine.ova"));
    expect(await convertImage(source, target)).toEqual({ ok: true, value: undefined });
    sameContent(raw, target);
  });

  it("that is a hostile archive is refused, and nothing is written", async () => {
    const raw = rawDisk();
    run("qemu-img", "convert", "-O", "vmdk", raw, "d.vmdk");
    run("ln", "-s", "/etc/shadow", "link.vmdk");
    run("tar", "--format=ustar", "-cf", "link.ova", "link.vmdk");
    run("tar", "--format=ustar", "-cf", "two.ova", "d.vmdk", "disk.raw");
    copyFileSync(join(folder, "d.vmdk"), join(folder, "e.vmdk"));
    run("tar", "--format=ustar", "-cf", "two.ova", "d.vmdk", "e.vmdk");
    run("tar", "--format=ustar", "-cf", "cut.ova", "d.vmdk");
    truncateSync(join(folder, "cut.ova"), 4096);
    const described = '# Disk DescriptorFile\nRW 8 FLAT "/etc/shadow" 0\n';
    writeFileSync(join(folder, "text.vmdk"), described);
    run("tar", "--format=ustar", "-cf", "text.ova", "text.vmdk");
    const before = readdirSync(folder).sort();
    const refusal = async (name: string) => {
      const found = await findImageSource(join(folder, name));
      return found.ok ? found.value : { ...found.error.params, path: undefined };
    };
    expect(await refusal("link.ova")).toEqual({ fault: "archive-without-disk" });
    expect(await refusal("two.ova")).toEqual({ fault: "archive-with-disks" });
    expect(await refusal("cut.ova")).toEqual({ fault: "cut-off" });
    expect(await refusal("text.ova")).toEqual({
      ...{ format: "vmdk", detail: "data-elsewhere" },
    });
    expect(readdirSync(folder).sort()).toEqual(before);
    // A path that climbs names nothing on this computer: the disk is read where it lies.
    run("tar", "--format=ustar", "--transform=s,^,../../,", "-P", "-cf", "up.ova", "d.vmdk");
    expect(await sourceOf(join(folder, "up.ova"))).toMatchObject({ format: "vmdk" });
  });

  it.each([
    ["a backing file", ["-b", "/etc/passwd", "-F", "raw"]],
    ["an external data file", ["-o", "data_file=data.bin"]],
  ])("may not bring %s", async (_title, options) => {
    run("qemu-img", "create", "-q", "-f", "qcow2", ...options, "hostile.qcow2", "1M");
    expect(await findImageSource(join(folder, "hostile.qcow2"))).toMatchObject({
      ok: false,
      error: { code: "image-reaches-out" },
    });
  });

  it("that is no file is refused", async () => {
    run("mkfifo", "fifo");
    expect(await findImageSource(folder)).toMatchObject({
      ok: false,
      error: { code: "disk-path-invalid" },
    });
    expect(await findImageSource(join(folder, "absent"))).toMatchObject({
      ok: false,
      error: { code: "disk-missing" },
    });
    expect(await findImageSource(join(folder, "fifo"))).toMatchObject({
      ok: false,
      error: { code: "disk-path-invalid" },
    });
  });

  it("is not converted when the person cancels", async () => {
    const abort = new AbortController();
    const source = await sourceOf(rawDisk());
    abort.abort();
    expect(
      await convertImage(source, join(folder, "base.qcow2"), { signal: abort.signal }),
    ).toMatchObject({ ok: false, error: { code: "cancelled" } });
  });

  it("that does not fit the disk ends in a sentence", async () => {
    const small = join(folder, "small");
    mkdirSync(small);
    run("mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", small);
    try {
      const raw = rawDisk();
      run("gzip", "-k", raw);
      const full = { ok: false, error: { code: "disk-full" } };
      expect(await convertImage(await sourceOf(raw), join(small, "base"))).toMatchObject(full);
      rmSync(join(small, "base"));
      expect(await unpackFile(`${raw}.gz`, "gzip", join(small, "raw"))).toMatchObject({
        error: { code: "no-room" },
      });
    } finally {
      run("umount", small);
    }
  });
});

describe("a base", () => {
  async function base(): Promise<{ readonly path: string; readonly clone: string }> {
    const path = join(folder, "base.qcow2");
    await convertImage(await sourceOf(rawDisk()), path);
    return { path, clone: join(folder, "clone.qcow2") };
  }

  it("is read-only, and carries linked disks that differ from it on their own", async () => {
    const { path, clone } = await base();
    const sealed = await sealBase(path);
    expect(sealed).toMatchObject({ ok: true, value: { virtualBytes: 8 * mebibyte } });
    expect(statSync(path).mode & 0o777).toBe(0o400);
    expect(await createLinkedDisk(path, clone, 16 * mebibyte)).toEqual({
      ok: true,
      value: undefined,
    });
    run("qemu-io", "-f", "qcow2", "-c", "write -P 9 0 64k", clone);
    if (!sealed.ok) throw new Error("not sealed");
    expect(await checkBase(path, sealed.value, ["web"])).toEqual({ ok: true, value: undefined });
    const info: unknown = JSON.parse(run("qemu-img", "info", "--output=json", clone));
    expect(info).toMatchObject({
      format: "qcow2",
      "virtual-size": 16 * mebibyte,
      "full-backing-filename": path,
      "backing-filename-format": "qcow2",
    });
    // A disk is made independent of the content that QEMU sees of it.
    const flat = join(folder, "flat.qcow2");
    const disk = await ownDisk(clone, "qcow2", path);
    if (!disk.ok) throw new Error(disk.error.code);
    await convertImage(disk.value, flat);
    sameContent(clone, flat);
    expect(run("qemu-img", "info", flat)).not.toContain("backing file");
  });

  it.each([
    ["written to", (path: string) => run("qemu-io", "-f", "qcow2", "-c", "write 0 512", path)],
    ["cut off", (path: string) => truncateSync(path, 4096)],
  ])("that was %s is noticed, and so are the machines at risk", async (_title, change) => {
    const { path } = await base();
    const sealed = await sealBase(path);
    if (!sealed.ok) throw new Error("not sealed");
    chmodSync(path, 0o644);
    change(path);
    expect(await checkBase(path, sealed.value, ["pg", "web"])).toEqual({
      ok: false,
      error: { code: "template-changed", params: { path, machines: "pg, web" } },
    });
  });

  it("that was copied without its time is still the same one, and is read whole but once", async () => {
    const { path } = await base();
    const sealed = await sealBase(path);
    if (!sealed.ok) throw new Error("not sealed");
    const fine = { ok: true, value: undefined };
    utimesSync(path, 1, 1);
    expect(await checkBase(path, sealed.value, [])).toEqual(fine);
    expect(Math.floor(statSync(path).mtimeMs)).toBe(sealed.value.modifiedAt);
    // As an earlier version noted it.
    const { sha256: _, ...earlier } = sealed.value;
    utimesSync(path, 1, 1);
    expect(await checkBase(path, earlier, [])).toEqual(fine);
  });

  it("that was changed between the samples is noticed by its time and all of its content", async () => {
    const path = join(folder, "large.qcow2");
    run("qemu-img", "create", "-q", "-f", "qcow2", path, "64M");
    run("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 64M", path);
    const sealed = await sealBase(path);
    if (!sealed.ok) throw new Error("not sealed");
    chmodSync(path, 0o644);
    const { size } = statSync(path);
    const sample = Math.floor(((size - 16_384) * 60) / 127);
    const file = openSync(path, "r+");
    writeSync(file, "changed", sample + 100_000);
    closeSync(file);
    utimesSync(path, 1, 1);
    expect(await checkBase(path, sealed.value, ["web"])).toMatchObject({
      error: { code: "template-changed" },
    });
    // Only the whole content differs: the samples are the same.
    const { sha256: _, ...earlier } = sealed.value;
    expect((await checkBase(path, earlier, [])).ok).toBe(true);
  });

  it("whose header was changed is noticed though its times were set back", async () => {
    const { path } = await base();
    const sealed = await sealBase(path);
    if (!sealed.ok) throw new Error("not sealed");
    const { atime, mtime } = statSync(path);
    chmodSync(path, 0o644);
    run("qemu-img", "rebase", "-u", "-b", "/etc/passwd", "-F", "raw", path);
    utimesSync(path, atime, mtime);
    expect(await checkBase(path, sealed.value, [])).toMatchObject({
      ok: false,
      error: { code: "template-changed" },
    });
  });

  it("that is gone is told apart from one that was changed", async () => {
    const { path } = await base();
    const sealed = await sealBase(path);
    if (!sealed.ok) throw new Error("not sealed");
    rmSync(path);
    expect(await checkBase(path, sealed.value, ["web"])).toEqual({
      ok: false,
      error: { code: "template-missing", params: { path, machines: "web" } },
    });
  });
});

describe("the seed's disk", () => {
  const seed = {
    "user-data": `#cloud-config\nmotd: ${"ü".repeat(100_000)}\n`,
    "meta-data": "instance-id: x\n",
    "network-config": "version: 2\n",
  };

  it("bears the label and the files that cloud-init looks for", async () => {
    const path = join(folder, "seed, 1.img");
    expect(await writeSeedImage(path, seed)).toEqual({ ok: true, value: undefined });
    expect(run("blkid", "-o", "export", "-s", "LABEL", "-s", "TYPE", path)).toContain(
      "LABEL=cidata\nTYPE=vfat",
    );
    for (const [name, text] of Object.entries(seed)) {
      expect(run("mtype", "-i", path, `::${name}`)).toBe(text);
    }
    expect(readdirSync(folder)).toEqual(["seed, 1.img"]);
  });
});
