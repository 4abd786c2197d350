import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildGuestDisk } from "../guest/disk.mjs";
import type { Libvirt } from "./libvirt.ts";

/** The computer's address in libvirt's own subnet, as in its default network. */
export const libvirtHost = "192.168.122.1";

/** A definition replaces the former one of the same name only if it also has its UUID. */
const networkId = "6d9f5d1c-9a53-4d5a-b3f4-6d2f0f4e7a11";

/** Returns libvirt's default network with one uplink; libvirt is told of an uplink nowhere else. */
export const libvirtNetwork = (uplink: string) => `<network>
  <name>default</name>
  <uuid>${networkId}</uuid>
  <forward mode="nat" dev="${uplink}"/>
  <bridge name="virbr0" stp="off" delay="0"/>
  <dns enable="no"/>
  <ip address="${libvirtHost}" netmask="255.255.255.0"/>
</network>`;

interface LibvirtGuest {
  readonly name: string;
  readonly address: string;
  /** MiB. */
  readonly memory: number;
}

const domain = ({ name, memory }: LibvirtGuest, disk: string) => `<domain type="qemu">
  <name>${name}</name>
  <memory unit="MiB">${memory}</memory>
  <os><type arch="x86_64" machine="pc">hvm</type></os>
  <features><acpi/></features>
  <devices>
    <disk type="file" device="disk">
      <driver name="qemu" type="qcow2"/>
      <source file="${disk}"/>
      <target dev="vda" bus="virtio"/>
    </disk>
    <interface type="network"><source network="default"/><model type="virtio"/></interface>
  </devices>
</domain>`;

/**
 * Starts the tiny guest in libvirt's default network; its disk is made in `folder`.
 * @returns the process ID of its QEMU
 */
export async function startLibvirtGuest(
  libvirt: Libvirt,
  folder: string,
  guest: LibvirtGuest,
): Promise<number> {
  const { name, address } = guest;
  const path = join(folder, `${name}.qcow2`);
  await buildGuestDisk({ path, name, address, gateway: libvirtHost });
  const file = join(folder, `${name}.xml`);
  writeFileSync(file, domain(guest, path));
  await libvirt.virsh("create", file);
  return Number(readFileSync(`/run/libvirt/qemu/${name}.pid`, "utf8"));
}
