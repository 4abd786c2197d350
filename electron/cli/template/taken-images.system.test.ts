import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { casesToTry } from "../../../e2e/rig/forms.mjs";
import type { TemplateJson } from "../../contract/app/cli-storage.ts";

/** Disks as people have them, in whatever they come: each becomes a template with the same content. */
let instance: Instance;
let server: Server;
let url: string;
const at = (...names: readonly string[]) => join(instance.folder, ...names);
const long = `${"a-folder-with-a-long-name/".repeat(6)}disk`;

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { cwd: instance.folder, stdio: "pipe" });
}

beforeAll(async () => {
  instance = makeInstance();
  const content = Buffer.alloc(4 * 2 ** 20);
  for (let byte = 0; byte < 2 ** 20; byte += 4) content.writeUInt32LE(byte * 7 + 1, byte);
  content.set([0x55, 0xaa], 510);
  writeFileSync(at("disk.raw"), content);
  server = createServer((request, response) => response.end(readFileSync(at(`.${request.url}`))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server?.close();
  await instance?.close();
});

/** Makes the disk in a format, below a path in the folder, and returns that path. */
function disk(path: string, ...format: readonly string[]): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  run("qemu-img", "convert", "-f", "raw", ...format, "disk.raw", path);
  return path;
}

const raw = ["-O", "raw"];
const formats = {
  raw: ["img", raw],
  qcow2: ["qcow2", ["-O", "qcow2"]],
  "growing VHD": ["vhd", ["-O", "vpc", "-o", "force_size=on"]],
  "fixed VHD": ["vhd", ["-O", "vpc", "-o", "subformat=fixed,force_size=on"]],
  VMDK: ["vmdk", ["-O", "vmdk", "-o", "subformat=streamOptimized"]],
} as const;

type Format = keyof typeof formats;
const kinds = Object.keys(formats) as readonly Format[];
const tars = ["pax", "gnu", "ustar"] as const;

/** An appliance of a definition, a disk, and a manifest with the disk's sum, or another file's. */
function ova(format: Format, tar: (typeof tars)[number], summed?: string): string {
  const [ending, options] = formats[format];
  const member = disk(tar === "ustar" ? `disk.${ending}` : `${long}.${ending}`, ...options);
  writeFileSync(at("m.ovf"), "<Envelope/>");
  const sum = execFileSync("sha256sum", [at(summed ?? member)], { encoding: "utf8" }).slice(0, 64);
  writeFileSync(at("m.mf"), `SHA256(${member})= ${sum}\n`);
  run("tar", `--format=${tar}`, "-cf", "machine.ova", "m.ovf", member, "m.mf");
  return "machine.ova";
}

const ovas = kinds.flatMap((format) =>
  tars.map((tar) => [`${format} in an OVA of ${tar}`, () => ova(format, tar)] as const),
);

/** A file as a shell command makes it of the disk. */
const packed = (name: string, line: string) => () => {
  run("sh", "-c", line);
  return name;
};

const others: readonly (readonly [string, () => string])[] = [
  ["raw in tar.gz", packed("disk.tar.gz", "tar -czf disk.tar.gz disk.raw")],
  ["raw in tar.xz", packed("disk.tar.xz", "tar -cJf disk.tar.xz disk.raw")],
  ["raw in .bz2", packed("disk.img.bz2", "bzip2 -c disk.raw > disk.img.bz2")],
  ["raw in .xz", packed("disk.img.xz", "xz -c disk.raw > disk.img.xz")],
  ["raw in .zst", packed("disk.img.zst", "zstd -qc disk.raw > disk.img.zst")],
  ["raw in .zip", packed("disk.zip", "/usr/bin/python3 -m zipfile -c disk.zip disk.raw")],
  [
    "raw in .img.gz with a trailer",
    () => {
      run("sh", "-c", "gzip -c disk.raw > disk.img.gz");
      appendFileSync(at("disk.img.gz"), "a signature, or what a build adds");
      return "disk.img.gz";
    },
  ],
  ["a growing VHD", () => disk("growing.vhd", ...formats["growing VHD"][1])],
  ["a fixed VHD", () => disk("fixed.vhd", ...formats["fixed VHD"][1])],
];

/** Adds a template, compares its disk with the one that all were made of, and removes it. */
async function sameAs(...source: readonly string[]): Promise<void> {
  const { id } = await instance.json<TemplateJson>("template", "add", "new", ...source);
  const base = at("data/virtray/templates", id, "base.qcow2");
  run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", "disk.raw", base);
  await instance.json("template", "delete", "new");
}

describe("becomes a template with the same content", () => {
  it.each(casesToTry([...ovas, ...others], 2))("%s", async (_title, make) => {
    await sameAs("--from", at(make()));
  });

  it.each(casesToTry(others, 3))("%s, from a server", async (_title, make) => {
    await sameAs("--url", `${url}/${make()}`);
  });
});

it.each(casesToTry(kinds, 2))(
  "%s in an OVA with another disk’s sum in its manifest is refused",
  async (format) => {
    const path = at(ova(format, "pax", "m.ovf"));
    const refused = await instance.virtray("template", "add", "new", "--from", path, "--json");
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "image-manifest" } });
    expect(await instance.json("template", "list")).toEqual([]);
  },
);
