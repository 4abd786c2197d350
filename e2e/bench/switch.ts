import { loadavg } from "node:os";
import type { Cables } from "../../electron/contract/lan/network.ts";
import { switchUplinks } from "../rig/lan/switch-uplinks.ts";
import { makeTwoUplinks } from "../rig/lan/ways.ts";
import { type Figure, median } from "./figure.ts";
import { benchLibvirtSwitch } from "./libvirt-switch.ts";

/** The limit in milliseconds: a busy computer makes fewer switches. */
const most = { switches: 200, ms: 120_000 };

async function benchCables(cables: Cables): Promise<readonly Figure[]> {
  const { latencies, strays, sent, lost } = await switchUplinks(cables, most);
  const how = `cables ${cables}`;
  return [
    {
      what: `from the wish to the first packet on the new uplink (${how}, median of ${latencies.length})`,
      value: median(latencies),
      most: 100,
      unit: "ms",
      beside: `worst ${Math.max(...latencies).toFixed(0)} ms, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
    },
    { what: `packets on an uplink that is not chosen, ${how}`, value: strays, most: 0, unit: "" },
    { what: `LAN pings lost of ${sent}, ${how}`, value: lost, most: 0, unit: "" },
  ];
}

/** Switches the uplink back and forth under load, with both kinds of cable, then libvirt's. */
export async function benchSwitch(): Promise<readonly Figure[]> {
  const ours = [...(await benchCables("vde")), ...(await benchCables("fast"))];
  const { one, two } = await makeTwoUplinks();
  try {
    return [...ours, await benchLibvirtSwitch(one, two)];
  } finally {
    await one.close();
    await two.close();
  }
}
