import type { Random } from "../rig/random.ts";
import type { Mutant } from "./mutant.ts";

const sector = 512;

/** Plants a name in an image at a place where its format, or QEMU's detection, expects one. */
export function plant(random: Random, format: string, bytes: Buffer, name: string): Mutant {
  // Exchange the first sectors for another format's, whatever the image is: a guest can do the
  // same.
  const as = random.oneIn(4) ? random.pick(["vmdk", "text", "qcow2", "qed", "vpc"]) : format;
  const roomy =
    bytes.length < 128 * 1024 ? Buffer.concat([bytes, Buffer.alloc(128 * 1024)]) : bytes;
  switch (as) {
    case "qcow2":
      return inQcow2(random, roomy, name);
    case "vmdk":
      return random.oneIn(4) ? asText(random, roomy, name) : inVmdk(random, roomy, name);
    case "text":
      return asText(random, roomy, name);
    case "qed":
      return inQed(roomy, name);
    case "vpc":
      return inVpc(random, roomy, name);
    case "vhdx":
      return inVhdx(random, roomy, name);
    case "vdi":
      return inVdi(random, roomy);
    default: {
      const at = random.below(4096);
      roomy.write(name, at, "latin1");
      return { bytes: roomy, what: `a name at ${at}` };
    }
  }
}

/** Plants it as a qcow2 backing file or external data file (docs/interop/qcow2.txt of QEMU). */
function inQcow2(random: Random, bytes: Buffer, name: string): Mutant {
  const at = random.pick([104, 112, 256, 512, 1024, 4096 - name.length, 65_536]);
  const file = bytes.length < at + 2048 ? Buffer.concat([bytes, Buffer.alloc(65_536)]) : bytes;
  if (!file.subarray(0, 4).equals(Buffer.from("QFI\xfb", "latin1"))) {
    // A small data file without data.
    file.fill(0, 0, 104);
    file.write("QFI\xfb", 0, "latin1");
    file.writeUInt32BE(random.oneIn(4) ? 2 : 3, 4);
    file.writeUInt32BE(16, 20);
    file.writeBigUInt64BE(1024n * 1024n, 24);
    file.writeUInt32BE(1, 36);
    file.writeBigUInt64BE(0x3_0000n, 40);
    file.writeBigUInt64BE(0x1_0000n, 48);
    file.writeUInt32BE(1, 56);
    file.writeUInt32BE(4, 96);
    file.writeUInt32BE(104, 100);
  }
  if (random.oneIn(3)) {
    // The header extension "external data file name", and the feature bit that announces it.
    const start = Math.max(104, file.readUInt32BE(100) % 512);
    file.writeUInt32BE(0x44_41_54_41, start);
    file.writeUInt32BE(name.length, start + 4);
    file.write(name, start + 8, "latin1");
    if (random.oneIn(2)) file.writeBigUInt64BE(file.readBigUInt64BE(72) | 4n, 72);
    if (random.oneIn(2)) file.writeBigUInt64BE(file.readBigUInt64BE(88) | 2n, 88);
    return { bytes: file, what: `a data file ${name}` };
  }
  file.write(name, at, "latin1");
  file.writeBigUInt64BE(BigInt(at), 8);
  file.writeUInt32BE(random.oneIn(8) ? 1023 : name.length, 16);
  return { bytes: file, what: `a backing file at ${at} ${name}` };
}

/** Plants it in the description of a sparse VMDK, which QEMU reads from the second sector on. */
function inVmdk(random: Random, bytes: Buffer, name: string): Mutant {
  if (!bytes.subarray(0, 4).equals(Buffer.from("KDMV"))) {
    bytes.fill(0, 0, 128 * sector);
    bytes.write("KDMV");
    bytes.writeUInt32LE(random.pick([1, 2, 3]), 4);
    bytes.writeUInt32LE(3, 8);
    bytes.writeBigUInt64LE(2048n, 12);
    bytes.writeBigUInt64LE(128n, 20);
    bytes.writeBigUInt64LE(1n, 28);
    bytes.writeBigUInt64LE(20n, 36);
    bytes.writeUInt32LE(512, 44);
    bytes.writeBigUInt64LE(26n, 48);
    bytes.writeBigUInt64LE(21n, 56);
    bytes.writeBigUInt64LE(128n, 64);
    bytes.write("\n \r\n", 73);
    bytes.writeUInt32LE(22, 21 * sector);
    bytes.writeUInt32LE(27, 26 * sector);
  }
  if (random.oneIn(2)) {
    // QEMU ignores the header's place of the description.
    bytes.writeBigUInt64LE(BigInt(random.pick([0, 1, 2, 21, 64])), 28);
    bytes.writeBigUInt64LE(BigInt(random.pick([0, 1, 2, 20])), 36);
  }
  if (random.oneIn(6)) bytes.writeBigUInt64LE(0n, 12);
  const separator = random.pick(['="', ':"', " =", "''", "\t\t", "ab", '= "', "=\\", '=\n"']);
  const line = `parentFileNameHint${separator}${name}${random.pick(['"\n', "\n", '"', "\0"])}`;
  const text = Buffer.from(
    `# Disk DescriptorFile\nversion=1\nCID=0badcafe\nparentCID=${random.pick(["fffffffe", "ffffffff", "00000000"])}\ncreateType="monolithicSparse"\n`,
  );
  // Replace the whole description or one line: QEMU stops reading at a NUL.
  if (random.oneIn(2)) {
    bytes.fill("\n", sector, 21 * sector);
    text.copy(bytes, sector);
  }
  const at = sector + text.length + random.below(random.oneIn(2) ? 16 : 20 * sector - text.length);
  bytes.write(line, at, "latin1");
  return { bytes, what: `a parent at ${at} behind ${JSON.stringify(separator)} ${name}` };
}

/** Writes a VMDK that is a text, with extents that are files of their own. */
function asText(random: Random, bytes: Buffer, name: string): Mutant {
  const kind = random.pick(["FLAT", "SPARSE", "VMFS", "VMFSSPARSE", "ZERO", "SESPARSE"]);
  const text = `# Disk DescriptorFile\nversion=1\nCID=0badcafe\nparentCID=ffffffff\ncreateType="${random.pick(["monolithicFlat", "monolithicSparse", "twoGbMaxExtentFlat", "vmfs", "custom"])}"\n${random.oneIn(3) ? `parentFileNameHint="${name}"\n` : ""}RW ${random.pick([1, 64, 2048])} ${kind} "${name}"${kind === "FLAT" ? " 0" : ""}\n`;
  const begin = random.pick(["", "", " ", "\n", "\r\n", "#\n", "# a disk\n"]);
  bytes.fill(0, 0, 2048);
  bytes.write(begin + text, "latin1");
  const length = random.oneIn(2) ? begin.length + text.length : bytes.length;
  return { bytes: bytes.subarray(0, length), what: `an extent ${kind} ${name}` };
}

/** Plants it as a QED backing file (docs/interop/qed_spec.txt of QEMU). */
function inQed(bytes: Buffer, name: string): Mutant {
  if (!bytes.subarray(0, 4).equals(Buffer.from("QED\0"))) {
    bytes.fill(0, 0, 64);
    bytes.write("QED\0");
    bytes.writeUInt32LE(65_536, 4);
    bytes.writeUInt32LE(4, 8);
    bytes.writeUInt32LE(1, 12);
    bytes.writeBigUInt64LE(65_536n, 40);
    bytes.writeBigUInt64LE(1024n * 1024n, 48);
  }
  bytes.writeBigUInt64LE(bytes.readBigUInt64LE(16) | 5n, 16);
  bytes.writeUInt32LE(64, 56);
  bytes.writeUInt32LE(name.length, 60);
  bytes.write(name, 64, "latin1");
  return { bytes, what: `a backing file of QED ${name}` };
}

/** Plants it as a VHD's parent, in UTF-16 ("Virtual Hard Disk Image Format Specification"). */
function inVpc(random: Random, bytes: Buffer, name: string): Mutant {
  bytes.write("conectix", 0);
  bytes.writeUInt32BE(4, 60);
  const at = 512;
  bytes.write("cxsparse", at);
  const text = Buffer.from(name, "utf16le").swap16();
  text.copy(bytes, at + 64, 0, 512);
  bytes.write(random.pick(["W2ku", "W2ru", "MacX"]), at + 576);
  bytes.writeUInt32BE(text.length, at + 584);
  return { bytes, what: `a parent of VPC ${name}` };
}

/** Sets the flag for a parent, and adds a locator that names it (MS-VHDX 2.6.2). */
function inVhdx(random: Random, bytes: Buffer, name: string): Mutant {
  const parameters = Buffer.from("3767a1ca36fa434db3b633f0aa44e76b", "hex");
  const locator = Buffer.from("2d5fd3a80bb34d45abf7d3d84834ab0c", "hex");
  const entry = bytes.indexOf(parameters);
  const table = bytes.lastIndexOf("metadata", entry);
  if (entry < 0 || table < 0) return { bytes, what: "nothing" };
  const flags = table + bytes.readUInt32LE(entry + 16) + 4;
  if (flags < bytes.length) bytes[flags] = 2;
  if (random.oneIn(2)) {
    const count = bytes.readUInt16LE(table + 10);
    const at = table + 32 + count * 32;
    locator.copy(bytes, at);
    bytes.writeUInt32LE(65_536, at + 16);
    bytes.writeUInt32LE(20 + name.length * 2, at + 20);
    bytes.writeUInt32LE(4, at + 24);
    bytes.writeUInt16LE(count + 1, table + 10);
    Buffer.from(name, "utf16le").copy(bytes, table + 65_536 + 20);
  }
  return { bytes, what: `a parent of VHDX ${name}` };
}

/** Sets the type and ids of a differencing VDI (VirtualBox' VDICore.h). */
function inVdi(random: Random, bytes: Buffer): Mutant {
  bytes.writeUInt32LE(random.pick([1, 2, 3, 4]), 76);
  bytes.fill(7, random.pick([424, 440]), 456);
  return { bytes, what: "a parent of VDI" };
}
