import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLinkedDisk } from "./base-image.ts";
import { renewGuest } from "./guest-identity.ts";

/** Real file systems of mke2fs, read back by debugfs and judged by e2fsck. */
const mebibyte = 1024 ** 2;
const old = "0123456789abcdef0123456789abcdef";
const lease = 'default-duid "\\000\\001";\nlease {\n  fixed-address 192.168.100.7;\n}\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "identity-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", cwd: folder, stdio: "pipe" });
}

/** The files of a used guest. */
const used: Readonly<Record<string, string>> = {
  "etc/machine-id": `${old}\n`,
  "var/lib/dbus/machine-id": `${old}\n`,
  "var/lib/systemd/random-seed": "s".repeat(512),
  "var/lib/dhcp/dhclient.eth0.leases": lease,
  "var/lib/dhcp/dhcpd.conf": lease,
  "var/lib/NetworkManager/internal-1-eth0.lease": "ADDRESS=192.168.100.7\n",
  "var/lib/dhcpcd/duid": "00:01:00:01:2b:aa:bb:cc:52:54:00:11:22:33\n",
  "home/ada/machine-id": `${old}\n`,
};

function plant(files: Readonly<Record<string, string>>): string {
  const root = join(folder, "root");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const begin = 3 * mebibyte;

/** A disk of 67 MiB whose file system begins at 3 MiB, behind what a table of partitions tells. */
function layDisk(
  root: string,
  options: readonly string[],
  table: "mbr" | "logical" | "gpt" | null,
) {
  const disk = join(folder, "disk.raw");
  writeFileSync(disk, "");
  truncateSync(disk, 67 * mebibyte);
  const offset = table === null ? 0 : begin;
  run("mke2fs", "-q", ...options, "-d", root, "-E", `offset=${offset}`, disk, "32M");
  const file = openSync(disk, "r+");
  const put = (at: number, bytes: Buffer) => writeSync(file, bytes, 0, bytes.length, at);
  const entry = (type: number, from: number, sectors: number) => {
    const bytes = Buffer.alloc(16);
    bytes[4] = type;
    bytes.writeUInt32LE(from, 8);
    bytes.writeUInt32LE(sectors, 12);
    return bytes;
  };
  const sectors = (32 * mebibyte) / 512;
  if (table !== null) put(510, Buffer.from([0x55, 0xaa]));
  if (table === "mbr") put(446 + 16, entry(0x83, begin / 512, sectors));
  if (table === "logical") {
    put(446 + 32, entry(0x05, 4096, sectors + 2048));
    put(4096 * 512 + 446, entry(0x83, begin / 512 - 4096, sectors));
    put(4096 * 512 + 510, Buffer.from([0x55, 0xaa]));
  }
  if (table === "gpt") {
    put(446, entry(0xee, 1, 0xffff));
    const header = Buffer.alloc(92);
    header.write("EFI PART");
    header.writeBigUInt64LE(2n, 72);
    header.writeUInt32LE(128, 80);
    header.writeUInt32LE(128, 84);
    put(512, header);
    const part = Buffer.alloc(128, 0);
    part.fill(0xaf, 0, 16);
    part.writeBigUInt64LE(BigInt(begin / 512), 32);
    part.writeBigUInt64LE(BigInt(begin / 512 + sectors - 1), 40);
    put(1024 + 128, part);
  }
  closeSync(file);
  return { disk, offset };
}

/** A clone of a disk, whose identity was renewed. */
async function clone(disk: string, name: string, id: string): Promise<string> {
  const base = join(folder, "base.qcow2");
  run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", disk, base);
  const path = join(folder, `${name}, "1" .qcow2`);
  expect(await createLinkedDisk(base, path, 80 * mebibyte)).toEqual({ ok: true, value: undefined });
  expect(await renewGuest({ path, base }, id)).toEqual({ ok: true, value: undefined });
  return path;
}

/** The file system of a clone, taken out of its disk. */
function fileSystemOf(path: string, offset: number): string {
  const raw = join(folder, "clone.raw");
  run("qemu-img", "convert", "-O", "raw", path, raw);
  const alone = join(folder, "clone.ext");
  writeFileSync(alone, readFileSync(raw).subarray(offset, offset + 32 * mebibyte));
  return alone;
}

const cat = (fs: string, name: string) => run("debugfs", "-R", `cat "/${name}"`, fs);

it.each([
  ["ext4", ["-t", "ext4"], "gpt"],
  ["ext4 with large groups and checksums", ["-t", "ext4", "-O", "64bit,metadata_csum"], "mbr"],
  ["ext4 with blocks of 1 KiB", ["-t", "ext4", "-b", "1024"], "logical"],
  ["ext4 without a table of partitions", ["-t", "ext4"], null],
  ["ext3", ["-t", "ext3"], "mbr"],
  ["ext2 with blocks of 1 KiB", ["-t", "ext2", "-b", "1024", "-I", "128"], "mbr"],
] as const)(
  "a clone of a used guest has an identity of its own: %s",
  async (_title, options, table) => {
    const { disk, offset } = layDisk(plant(used), options, table);
    const id = "f".repeat(32);
    const fs = fileSystemOf(await clone(disk, "web", id), offset);
    run("e2fsck", "-fn", fs);
    expect(cat(fs, "etc/machine-id")).toBe(`${id}\n`);
    expect(cat(fs, "var/lib/dbus/machine-id")).toBe(`${id}\n`);
    const seed = cat(fs, "var/lib/systemd/random-seed");
    expect(seed).not.toContain("ssss");
    expect(cat(fs, "var/lib/dhcp/dhclient.eth0.leases").trim()).toBe("");
    expect(cat(fs, "var/lib/NetworkManager/internal-1-eth0.lease").trim()).toBe("");
    const duid = cat(fs, "var/lib/dhcpcd/duid");
    expect(duid).toMatch(/^00:01:00:01:(?:[0-9a-f]{2}:){9}[0-9a-f]{2}\n$/);
    expect(duid).not.toBe(used["var/lib/dhcpcd/duid"]);
    expect(cat(fs, "home/ada/machine-id")).toBe(`${old}\n`);
    expect(cat(fs, "var/lib/dhcp/dhcpd.conf")).toBe(lease);
  },
);

it("is found in a folder of thousands of files", async () => {
  const many = Array.from({ length: 3000 }, (_each, index) => [`etc/file-${index}`, ""]);
  const files = { ...Object.fromEntries(many), "etc/machine-id": `${old}\n` };
  const { disk, offset } = layDisk(plant(files), ["-t", "ext4", "-b", "1024", "-N", "4000"], "gpt");
  run("e2fsck", "-fyD", `${disk}?offset=${offset}`);
  const fs = fileSystemOf(await clone(disk, "web", "e".repeat(32)), offset);
  expect(cat(fs, "etc/machine-id")).toBe(`${"e".repeat(32)}\n`);
});

it("two clones get different seeds, and the base keeps its content", async () => {
  const { disk, offset } = layDisk(plant(used), ["-t", "ext4"], "gpt");
  const seeds: string[] = [];
  for (const name of ["web", "db"]) {
    const fs = fileSystemOf(await clone(disk, name, "d".repeat(32)), offset);
    seeds.push(cat(fs, "var/lib/systemd/random-seed"));
  }
  expect(seeds[0]).not.toBe(seeds[1]);
  expect(run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", disk, "base.qcow2")).toBe(
    "Images are identical.\n",
  );
});

it.each([
  ["an empty machine-id", { "etc/machine-id": "" }],
  ["one to be made at the first boot", { "etc/machine-id": "uninitialized\n" }],
  ["something else of that name", { "etc/machine-id": `${old} and more\n` }],
])("nothing is written where there is %s", async (_title, files) => {
  const { disk } = layDisk(plant(files), ["-t", "ext4"], "gpt");
  const path = await clone(disk, "web", "c".repeat(32));
  // No cluster of its own: only the tables of an empty overlay.
  expect(JSON.parse(run("qemu-img", "map", "--output=json", path))).not.toContainEqual(
    expect.objectContaining({ depth: 0, data: true }),
  );
});

it("what a link leads to is written once, and nothing through the link", async () => {
  const root = plant({ "etc/machine-id": `${old}\n` });
  mkdirSync(join(root, "var/lib/dbus"), { recursive: true });
  symlinkSync("/etc/machine-id", join(root, "var/lib/dbus/machine-id"));
  const { disk, offset } = layDisk(root, ["-t", "ext4"], "mbr");
  const fs = fileSystemOf(await clone(disk, "web", "b".repeat(32)), offset);
  run("e2fsck", "-fn", fs);
  expect(cat(fs, "etc/machine-id")).toBe(`${"b".repeat(32)}\n`);
});

it("a journal that was not closed keeps all but the machine-id as it is", async () => {
  const { disk, offset } = layDisk(plant(used), ["-t", "ext4"], "gpt");
  run("debugfs", "-w", "-R", "feature needs_recovery", `${disk}?offset=${offset}`);
  const fs = fileSystemOf(await clone(disk, "web", "a".repeat(32)), offset);
  expect(cat(fs, "etc/machine-id")).toBe(`${"a".repeat(32)}\n`);
  expect(cat(fs, "var/lib/systemd/random-seed")).toBe("s".repeat(512));
});
