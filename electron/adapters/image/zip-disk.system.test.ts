import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findImageSource } from "./image-source.ts";
import { unpackFile } from "./unpack-file.ts";

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zips-"));
  mkdirSync(join(folder, "out"));
  target = join(folder, "out/unpacked");
});
afterEach(() => rmSync(folder, { recursive: true }));

const mebibyte = 1024 * 1024;

/** A disk with a boot sector and some content. */
const disk = Buffer.alloc(2 * mebibyte);
for (let at = 0; at < mebibyte; at += 4) disk.writeUInt32LE(at * 7 + 1, at);
disk.set([0x55, 0xaa], 510);

const script = `
import json, sys, zipfile
path, method, members = json.load(sys.stdin)
with zipfile.ZipFile(path, "w", getattr(zipfile, "ZIP_" + method)) as archive:
    for name, source in members:
        with archive.open(name, "w", force_zip64=True) as member:
            member.write(open(source, "rb").read() if source else b"x")
`;

/** Makes an archive with Python's own packer; "": a member with one letter. */
function zip(members: readonly (readonly [string, Buffer | ""])[], method = "DEFLATED"): string {
  const path = join(folder, "a.zip");
  const named = members.map(([name, content], index) => {
    if (content === "") return [name, ""];
    writeFileSync(join(folder, `${index}`), content);
    return [name, join(folder, `${index}`)];
  });
  const input = JSON.stringify([path, method, named]);
  execFileSync("/usr/bin/python3", ["-c", script], { input });
  return path;
}

/** Changes bytes behind each of a kind of header in an archive. */
function changed(path: string, signature: string, at: number, bytes: readonly number[]): string {
  const all = readFileSync(path);
  all.set(bytes, all.indexOf(signature, 0, "latin1") + at);
  writeFileSync(path, all);
  return path;
}
const listed = "PK\x01\x02";

async function faultOf(path: string) {
  const unpacked = await unpackFile(path, "zip", target);
  return unpacked.ok ? null : { code: unpacked.error.code, ...unpacked.error.params };
}

it.each(["DEFLATED", "STORED"])("gives the one disk of a zip file: %s", async (method) => {
  const path = zip(
    [
      ["a/", ""],
      ["a/readme", ""],
      ["a/disk.img", disk],
    ],
    method,
  );
  expect(await findImageSource(path)).toMatchObject({ value: { kind: "packed", packing: "zip" } });
  const told: (number | null)[] = [];
  const onProgress = (fraction: number | null) => told.push(fraction);
  expect(await unpackFile(path, "zip", target, { onProgress })).toMatchObject({ ok: true });
  expect(readFileSync(target).equals(disk)).toBe(true);
  expect(told.at(-1)).toBe(1);
  expect(told).toEqual([...told].sort());
});

it("lets no name in a zip file lead anywhere", async () => {
  const path = zip([["../../escaped.img", disk]]);
  expect(await faultOf(path)).toBeNull();
  expect(readFileSync(target).equals(disk)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(["0", "a.zip", "out"]);
  expect(readdirSync(join(folder, "out"))).toEqual(["unpacked"]);
});

it.each([
  [
    "without a disk",
    () =>
      zip([
        ["a", ""],
        ["b", ""],
      ]),
    "archive-without-disk",
  ],
  ["without anything", () => zip([]), "archive-without-disk"],
  [
    "with two disks",
    () =>
      zip([
        ["a.img", disk],
        ["b.raw", ""],
      ]),
    "archive-with-disks",
  ],
  ["encrypted", () => changed(zip([["a", disk]]), listed, 8, [1]), "encrypted"],
  [
    "of many members",
    () => zip(Array.from({ length: 1001 }, (_, at) => [`${at}`, ""])),
    "archive-damaged",
  ],
  [
    "with another checksum",
    () => changed(zip([["a", disk]]), listed, 16, [1, 2]),
    "archive-damaged",
  ],
  [
    "with changed bytes",
    () => changed(zip([["a", disk]]), "PK\x03\x04", 200, [1, 2]),
    "archive-damaged",
  ],
  ["larger than it tells", () => changed(zip([["a", disk]]), listed, 24, [9]), "archive-damaged"],
  [
    "cut short",
    () => {
      const path = zip([["a", disk]]);
      writeFileSync(path, readFileSync(path).subarray(0, 4000));
      return path;
    },
    "archive-damaged",
  ],
])("refuses a zip file %s", async (_title, make, fault) => {
  const path = make();
  expect(await faultOf(path)).toEqual({ code: "image-unsupported", path, fault });
});

it.each([
  ["BZIP2", "bzip2"],
  ["LZMA", "LZMA"],
])("names what a zip file is compressed with, if that is not known: %s", async (method, detail) => {
  const path = zip([["a.img", disk]], method);
  expect(await faultOf(path)).toMatchObject({ fault: "archive-method", detail });
});

it("leaves a disk its room, whatever a zip file tells of its size", async () => {
  const out = join(folder, "out");
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4M", "tmpfs", out]);
  try {
    const path = zip([["a", Buffer.alloc(64 * mebibyte)]]);
    expect(await faultOf(path)).toMatchObject({ code: "no-room", needed: 64 * mebibyte });
    expect(readdirSync(out)).toEqual([]);
    // Packed so tightly that what it tells is all that shows it.
    const lying = changed(path, listed, 24, [0, 0, 0x10, 0]);
    expect(await faultOf(lying)).toMatchObject({ fault: "archive-damaged" });
  } finally {
    execFileSync("umount", [out]);
  }
});

it("is broken off at once", async () => {
  const path = zip([["a", Buffer.alloc(64 * mebibyte)]]);
  const stop = new AbortController();
  const onProgress = () => stop.abort();
  const unpacked = await unpackFile(path, "zip", target, { signal: stop.signal, onProgress });
  expect(unpacked).toMatchObject({ error: { code: "cancelled" } });
});
