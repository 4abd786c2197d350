import { loadavg } from "node:os";
import type { Cables } from "../../electron/contract/lan/network.ts";
import { switchUplinks } from "../rig/lan/switch-uplinks.ts";
import { type Figure, median } from "./figure.ts";
import { benchLibvirtSwitch } from "./libvirt-switch.ts";

/** The limit in milliseconds: a busy computer makes fewer switches. */
const most = { switches: 200, ms: 90_000 };

/** Switches the uplink back and forth under load, with both kinds of cable. */
export async function benchSwitch(): Promise<readonly Figure[]> {
  const all: Figure[] = [];
  const measure = async (cables: Cables, isLast: boolean) => {
    await switchUplinks(cables, most, async ({ latencies, strays, sent, lost }, { one, two }) => {
      const load = loadavg()[0] ?? 0;
      const how = `cables ${cables}`;
      all.push(
        {
          what: `from the wish to the first packet on the new uplink (${how}, median of ${latencies.length})`,
          value: median(latencies),
          most: 100,
          unit: "ms",
          beside: `worst ${Math.max(...latencies).toFixed(0)} ms, load ${load.toFixed(1)}`,
        },
        {
          what: `packets on an uplink that is not chosen, ${how}`,
          value: strays,
          most: 0,
          unit: "",
        },
        { what: `LAN pings lost of ${sent}, ${how}`, value: lost, most: 0, unit: "" },
      );
      if (isLast) all.push(await benchLibvirtSwitch(one, two));
    });
  };
  await measure("vde", false);
  await measure("fast", true);
  return all;
}
