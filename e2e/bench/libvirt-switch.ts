import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { buildGuestDisk } from "../rig/guest/disk.mjs";
import { startLibvirt } from "../rig/lan/libvirt.ts";
import type { TestUplink } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";
import type { Figure } from "./figure.ts";

/** The addresses lie in libvirt's own subnet, as in its default network. */
const host = "192.168.122.1";
const guest = "192.168.122.7";
/**
 * The pings after the change, one each tenth of a second: they distinguish a guest that lost some
 * packets from one that was cut off.
 */
const pings = 100;

/** A definition replaces the former one of the same name only if it also has its UUID. */
const networkId = "6d9f5d1c-9a53-4d5a-b3f4-6d2f0f4e7a11";

/** Returns libvirt's network with one uplink; libvirt is told of an uplink nowhere else. */
const network = (uplink: string) => `<network>
  <name>default</name>
  <uuid>${networkId}</uuid>
  <forward mode="nat" dev="${uplink}"/>
  <bridge name="virbr0" stp="off" delay="0"/>
  <dns enable="no"/>
  <ip address="${host}" netmask="255.255.255.0"/>
</network>`;

const domain = (disk: string) => `<domain type="qemu">
  <name>beside</name>
  <memory unit="MiB">128</memory>
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
 * Changes the uplink with libvirt, as its manual describes it (net-destroy, net-define, net-start),
 * while a guest of its own runs.
 * @returns how many pings of its host that guest leaves unanswered afterwards
 */
export async function benchLibvirtSwitch(from: TestUplink, to: TestUplink): Promise<Figure> {
  const folder = mkdtempSync("/tmp/libvirt-bench-");
  const libvirt = await startLibvirt(network(from.interface));
  const ping = async (...words: readonly string[]) =>
    (await execa("ping", [...words, "-W", "1", guest], { reject: false })).stdout;
  try {
    const disk = join(folder, "guest.qcow2");
    await buildGuestDisk({ path: disk, name: "beside", address: guest, gateway: host });
    const file = join(folder, "definition.xml");
    writeFileSync(file, domain(disk));
    await libvirt.virsh("create", file);
    await until(
      "libvirt's guest",
      async () => (await ping("-c", "1")).includes(" 1 received"),
      300,
    );
    writeFileSync(file, network(to.interface));
    const started = performance.now();
    await libvirt.virsh("net-destroy", "default");
    await libvirt.virsh("net-define", file);
    await libvirt.virsh("net-start", "default");
    const took = performance.now() - started;
    const told = await ping("-c", String(pings), "-i", "0.1");
    const received = Number(/(\d+) received/.exec(told)?.[1]);
    return {
      what: `libvirt, the same change: pings that its guest leaves unanswered, of ${pings}`,
      value: pings - received,
      most: null,
      unit: "",
      beside: `net-destroy, net-define and net-start took ${took.toFixed(0)} ms`,
    };
  } finally {
    await libvirt.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
