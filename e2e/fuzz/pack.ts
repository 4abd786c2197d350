import { spawnSync } from "node:child_process";
import type { Random } from "../rig/random.ts";
import type { Mutant } from "./mutant.ts";

const block = 512;

/** Packs one image in four, in one layer or two, as downloads are packed. */
export function pack(random: Random, image: Mutant, names: readonly [string, ...string[]]): Mutant {
  if (!random.oneIn(4)) return image;
  const once = packOnce(random, image, names);
  return random.oneIn(6) ? packOnce(random, once, names) : once;
}

function packOnce(random: Random, image: Mutant, names: readonly [string, ...string[]]): Mutant {
  const how = random.pick(["gzip", "bzip2", "xz", "zstd", "tar", "tar", "tar"]);
  if (how === "tar") return packTar(random, image, names);
  const done = spawnSync(how, ["-1", "-c"], { input: image.bytes, maxBuffer: 64 * 1024 * 1024 });
  const bytes = done.stdout;
  if (random.oneIn(8)) bytes[random.below(bytes.length)] = random.below(256);
  return { bytes, what: `${image.what}, ${how}` };
}

/** Packs an OVA: a description, the disk, and perhaps a link or a member of an odd name. */
function packTar(random: Random, image: Mutant, names: readonly [string, ...string[]]): Mutant {
  const name = random.pick(names);
  const ending = random.pick([".vmdk", ".vmdk", ".vmdk", ".VMDK", ".img", ""]);
  const disk = random.oneIn(4) ? `${name}${ending}` : `disk${ending}`;
  const ovf = Buffer.from(`<Envelope><References><File href="${name}"/></References></Envelope>`);
  const members = [member("box.ovf", ovf), member(disk, image.bytes)];
  if (random.oneIn(4)) {
    const kind = random.pick(["1", "2", "3", "5", "6", "L", "K", "x", "g"]);
    const odd = member(random.pick(["disk.vmdk", "link.vmdk"]), Buffer.alloc(0), kind, name);
    members.splice(random.below(3), 0, odd);
  }
  const bytes = Buffer.concat([...members, Buffer.alloc(2 * block)]);
  if (random.oneIn(8)) bytes[random.below(bytes.length)] = random.below(256);
  return { bytes, what: `${image.what}, in an archive as ${disk}` };
}

/** Returns a member of a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"). */
function member(name: string, content: Buffer, kind = "0", link = ""): Buffer {
  const header = Buffer.alloc(block);
  header.write(name.slice(0, 99), 0, "latin1");
  header.write("0000644\x000000000\x000000000\0", 100);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write(`00000000000\0        ${kind}`, 136);
  header.write(link.slice(0, 99), 157, "latin1");
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((block - (content.length % block)) % block)]);
}
