import type { DiskFormat, MachineFile } from "../../contract/machine/machine.ts";
import { hardwareLines } from "./hardware-options.ts";

/** An image of an exported machine, as libvirt refers to it. */
export interface DomainDisk {
  readonly path: string;
  readonly format: DiskFormat;
  readonly bus: "virtio" | "ide";
  readonly isReadOnly: boolean;
}

/** Returns whether XML 1.0 can hold a text: it cannot represent most control characters. */
export function fitsXml(text: string): boolean {
  // https://www.w3.org/TR/xml/#charsets
  return /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(text);
}

/** Writes a text that fits XML as the value of an attribute, or between two tags. */
export function escapeXml(text: string): string {
  // Tabs and line ends as well: a parser turns them into spaces in an attribute.
  return text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Builds the definition of a machine for libvirt (https://libvirt.org/formatdomain.html), with the
 * disks at their new paths, the boot disk first; all texts must fit XML. Its card keeps its MAC
 * address, but is in libvirt's own network, where it gets another IP address. libvirt cannot use
 * KVM only if it exists, and refuses a domain without it, so the domain is emulated, which boots
 * everywhere, and its first line tells how to change that.
 */
export function buildLibvirtDomain(
  machine: MachineFile,
  disks: readonly DomainDisk[],
  isEmulated: boolean,
): string {
  const { cdrom, network } = machine;
  const nextTarget = targetNames();
  return lines([
    `<domain type="${isEmulated ? "qemu" : "kvm"}">`,
    ...(isEmulated ? ['  <!-- Emulated, which is slow. Where KVM works: type="kvm" -->'] : []),
    `  <name>${escapeXml(machine.name)}</name>`,
    `  <uuid>${machine.id}</uuid>`,
    ...hardwareLines("domain", machine),
    "  <os>",
    '    <type arch="x86_64" machine="pc">hvm</type>',
    ...hardwareLines("boot", machine),
    "  </os>",
    "  <features>",
    "    <acpi/>",
    "    <apic/>",
    "  </features>",
    `  <cpu mode="${isEmulated ? "maximum" : "host-model"}"/>`,
    '  <clock offset="utc"/>',
    "  <devices>",
    ...disks.flatMap(({ path, format, bus, isReadOnly }) => [
      '    <disk type="file" device="disk">',
      `      <driver name="qemu" type="${format}"/>`,
      `      <source file="${escapeXml(path)}"/>`,
      `      <target dev="${nextTarget(bus)}" bus="${bus}"/>`,
      ...(isReadOnly ? ["      <readonly/>"] : []),
      "    </disk>",
    ]),
    ...(cdrom === undefined
      ? []
      : [
          '    <disk type="file" device="cdrom">',
          '      <driver name="qemu" type="raw"/>',
          // It is not exported, and may be absent on the other computer.
          `      <source file="${escapeXml(cdrom)}" startupPolicy="optional"/>`,
          `      <target dev="${nextTarget("ide")}" bus="ide"/>`,
          "      <readonly/>",
          "    </disk>",
        ]),
    '    <interface type="network">',
    `      <mac address="${network.mac}"/>`,
    '      <source network="default"/>',
    ...hardwareLines("card", machine),
    ...(network.cablePulled === true ? ['      <link state="down"/>'] : []),
    "    </interface>",
    '    <serial type="pty"/>',
    '    <channel type="unix">',
    '      <target type="virtio" name="org.qemu.guest_agent.0"/>',
    "    </channel>",
    '    <input type="tablet" bus="virtio"/>',
    '    <graphics type="vnc" autoport="yes" listen="127.0.0.1"/>',
    "    <video>",
    '      <model type="vga"/>',
    "    </video>",
    '    <panic model="isa"/>',
    "  </devices>",
    "</domain>",
  ]);
}

/**
 * Returns a function that gives each disk of a bus the next of its names: vda, vdb, …; hda, hdb, ….
 */
function targetNames(): (bus: "virtio" | "ide") => string {
  const taken = { virtio: 0, ide: 0 };
  return (bus) => {
    const letter = String.fromCharCode("a".charCodeAt(0) + taken[bus]);
    taken[bus] += 1;
    return `${bus === "virtio" ? "vd" : "hd"}${letter}`;
  };
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
