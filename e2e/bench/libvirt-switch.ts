import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { startLibvirt } from "../rig/lan/libvirt.ts";
import { libvirtNetwork, startLibvirtGuest } from "../rig/lan/libvirt-guest.ts";
import type { TestUplink } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";
import type { Figure } from "./figure.ts";

const guest = "192.168.122.7";
/**
 * The pings after the change, one each tenth of a second: they distinguish a guest that lost some
 * packets from one that was cut off.
 */
const pings = 100;

/**
 * Changes the uplink with libvirt, as its manual describes it (net-destroy, net-define, net-start),
 * while a guest of its own runs.
 * @returns how many pings of its host that guest leaves unanswered afterwards
 */
export async function benchLibvirtSwitch(from: TestUplink, to: TestUplink): Promise<Figure> {
  const folder = mkdtempSync("/tmp/libvirt-bench-");
  const libvirt = await startLibvirt(libvirtNetwork(from.interface));
  const ping = async (...words: readonly string[]) =>
    (await execa("ping", [...words, "-W", "1", guest], { reject: false })).stdout;
  try {
    const file = join(folder, "definition.xml");
    await startLibvirtGuest(libvirt, folder, { name: "beside", address: guest, memory: 128 });
    await until(
      "libvirt's guest",
      async () => (await ping("-c", "1")).includes(" 1 received"),
      300,
    );
    writeFileSync(file, libvirtNetwork(to.interface));
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
