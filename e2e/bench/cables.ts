import { mkdtempSync, rmSync } from "node:fs";
import { execa } from "execa";
import type { MachineJson } from "../../electron/contract/app/cli.ts";
import type { Cables } from "../../electron/contract/lan/network.ts";
import { closeAll } from "../rig/close-all.ts";
import type { Instance } from "../rig/command.ts";
import { makeKeyedInstance } from "../rig/guest/keyed-instance.ts";
import { startLibvirt } from "../rig/lan/libvirt.ts";
import { libvirtHost, libvirtNetwork, startLibvirtGuest } from "../rig/lan/libvirt-guest.ts";
import type { TestUplink } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";
import { type Figure, median } from "./figure.ts";
import { pidsWith } from "./idle.ts";
import { type Measured, measureRound, type Side } from "./throughput.ts";

/** MiB of each guest. */
const memory = 256;
/** The networks take turns, because other work on this computer comes and goes. */
const rounds = 3;

/**
 * Measures two real guests, whose cables are plugs of the switch and taps of the kernel's in turns: the same
 * guests in the same run, which go on running. In turns with them, two guests with the same system in libvirt's
 * default network.
 */
export async function benchCables(): Promise<readonly Figure[]> {
  const { instance, uplink, create } = await makeKeyedInstance({});
  try {
    const ours = oursOf(instance);
    await create("web", ours.web);
    await create("db", ours.db);
    const libvirt = await startLibvirtSide(uplink);
    try {
      const measured: Readonly<Record<Cables | "libvirt", Measured[]>> = {
        vde: [],
        fast: [],
        libvirt: [],
      };
      for (let round = 0; round < rounds; round++) {
        for (const kind of ["vde", "fast"] as const) {
          await changeCables(instance, kind, [ours.web, ours.db]);
          measured[kind].push(await measureRound(ours, uplink));
        }
        measured.libvirt.push(await measureRound(libvirt, uplink));
      }
      return figures(measured);
    } finally {
      await libvirt.close();
    }
  } finally {
    await closeAll(instance, uplink);
  }
}

const oursOf = (instance: Instance): Side => ({
  host: "192.168.100.254",
  web: "192.168.100.1",
  db: "192.168.100.2",
  async pids() {
    const machines = await instance.json<readonly MachineJson[]>("list");
    return [...machines.flatMap(({ pid }) => pid ?? []), ...pidsWith("vde_switch")];
  },
});

async function startLibvirtSide(uplink: TestUplink) {
  const folder = mkdtempSync("/tmp/libvirt-side-");
  const libvirt = await startLibvirt(libvirtNetwork(uplink.interface));
  const [web, db] = ["192.168.122.7", "192.168.122.8"] as const;
  const pids = [
    await startLibvirtGuest(libvirt, folder, { name: "web", address: web, memory }),
    await startLibvirtGuest(libvirt, folder, { name: "db", address: db, memory }),
  ];
  for (const address of [web, db]) await untilAnswers(address);
  return {
    ...{ host: libvirtHost, web, db },
    pids: async () => pids,
    async close() {
      await libvirt.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Switches the LAN off and on with the other kind of cable; running machines are plugged in again. */
export async function changeCables(
  instance: Instance,
  kind: Cables,
  addresses: readonly string[],
): Promise<void> {
  await instance.json("lan", "down");
  await instance.json("lan", "cables", kind);
  await instance.json("lan", "up");
  for (const address of addresses) {
    await untilAnswers(address);
  }
  const { stdout } = await execa("ip", ["-br", "link"]);
  const taps = stdout.match(/^vtap-5\w+/gm)?.length ?? 0;
  if (taps !== (kind === "fast" ? addresses.length : 0))
    throw new Error(`${taps} taps with cables ${kind}`);
}

async function untilAnswers(address: string): Promise<void> {
  const ping = () => execa("ping", ["-c", "1", "-W", "1", address], { reject: false });
  await until("the guest's answer", async () => (await ping()).exitCode === 0, 300);
}

function figures(measured: Readonly<Record<Cables | "libvirt", readonly Measured[]>>): Figure[] {
  const { fast } = measured;
  const speed = (what: string, of: (each: Measured) => number): readonly Figure[] => {
    const [quick, vde, bridge] = [fast, measured.vde, measured.libvirt].map((each) =>
      median(each.map(of)),
    ) as [number, number, number];
    const beside = `fast ${quick.toFixed(0)} Mbit/s, VDE ${vde.toFixed(0)}, libvirt ${bridge.toFixed(0)}`;
    return [
      { what: `${what}: VDE against fast cables`, value: vde / quick, most: 0.5, unit: "", beside },
      {
        what: `${what}: libvirt’s default network against fast cables`,
        value: bridge / quick,
        most: 1.11,
        unit: "",
      },
    ];
  };
  const inTurn = <T>(tell: (each: readonly Measured[]) => T) =>
    `VDE ${tell(measured.vde)}; libvirt ${tell(measured.libvirt)}`;
  const trip = (what: string, of: (each: Measured) => readonly number[]): Figure => {
    const all = (each: readonly Measured[]) => each.flatMap(of).sort((a, b) => a - b);
    const at = (times: readonly number[], part: number) =>
      (times[Math.floor(times.length * part)] ?? 0).toFixed(2);
    const tell = (each: readonly Measured[]) =>
      `p50 ${at(all(each), 0.5)} ms, p99 ${at(all(each), 0.99)}`;
    return {
      what: `round trip ${what} with fast cables`,
      value: median(all(fast)),
      most: null,
      unit: "ms",
      beside: `fast ${tell(fast)}; ${inTurn(tell)}`,
    };
  };
  const cpu = (each: readonly Measured[]) => median(each.map((one) => one.cpu));
  return [
    ...speed("host → machine", (each) => each.toMachine),
    ...speed("machine → host", (each) => each.toHost),
    ...speed("machine → machine", (each) => each.between),
    ...speed("machine → uplink", (each) => each.toUplink),
    trip("host ↔ machine", (each) => each.trips),
    trip("machine ↔ machine", (each) => each.tripsBetween),
    {
      what: "processor time a Gbit of QEMU and the switch, with fast cables",
      value: cpu(fast),
      most: null,
      unit: "s",
      beside: inTurn((each) => `${cpu(each).toFixed(2)} s`),
    },
  ];
}
