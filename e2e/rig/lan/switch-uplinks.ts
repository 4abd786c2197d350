import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import type { Cables } from "../../../electron/contract/lan/network.ts";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";
import { anywhere, type TestGuest, tellPort } from "./test-net.ts";
import { makeTwoWays, pinned, plugGuest, switchOff, switchOn } from "./ways.ts";

/** Milliseconds between switches: as fast as a user clicks, and enough for netd's check. */
const pace = 250;
/** Packets in one burst of each ping; bursts follow each other until the switches end. */
const burst = 200;
/** Seconds between a ping's packets: below a hundredth, ping waits busily and takes a core for itself. */
const interval = "0.012";
const host = "192.168.100.254";
const other = "192.168.100.8";

/** The packets that were seen while the uplink was switched. */
export interface Switched {
  /** Of each switch: ms from the wish to the guest's first packet on the new uplink. */
  readonly latencies: readonly number[];
  /** Packets on an uplink that was no longer chosen. */
  readonly strays: number;
  /** Pings within the LAN, to the host and to another machine. */
  readonly sent: number;
  readonly lost: number;
}

/** Returns the milliseconds since the epoch, the clock of tcpdump. */
const clock = () => performance.timeOrigin + performance.now();

/** Notes the times at which the guest's packets leave by an interface, in ms since the epoch. */
async function watchLeaving(name: string) {
  const args = ["--immediate-mode", "-plntt", "-i", name, `dst host ${anywhere}`];
  const child = spawn("tcpdump", args, { stdio: ["ignore", "pipe", "pipe"] });
  const times: number[] = [];
  createInterface(child.stdout).on("line", (line) => times.push(Number.parseFloat(line) * 1000));
  let listens = false;
  createInterface(child.stderr).on("line", (line) => {
    listens ||= line.startsWith("listening on");
  });
  await until("tcpdump to listen", () => listens);
  return { child: child as ChildProcess, times };
}

/** Pings an address in bursts, while `goesOn` says so. */
async function pingOn(guest: TestGuest, to: string, goesOn: () => boolean) {
  let lost = 0;
  let sent = 0;
  while (goesOn()) {
    const { stdout } = await guest.run("ping", "-i", interval, "-c", `${burst}`, "-W", "2", to);
    const summary = /(\d+) packets transmitted, (\d+) received/.exec(stdout);
    sent += Number(summary?.[1] ?? burst);
    lost += Number(summary?.[1] ?? burst) - Number(summary?.[2] ?? 0);
  }
  return { lost, sent };
}

/**
 * Makes a LAN with two uplinks, and switches between these under load: a guest sends outside every 2 ms, and
 * pings the host and another machine.
 * @param most how often it switches, and for how many ms at the longest
 */
export async function switchUplinks(
  cables: Cables,
  most: { readonly switches: number; readonly ms: number },
): Promise<Switched> {
  const { one, two, before, lan } = await makeTwoWays();
  const must = async (done: Promise<{ readonly ok: boolean }>) => {
    const result = await done;
    if (!result.ok) throw new Error(JSON.stringify(result));
  };
  await must(lan.network.changeLan({ cables }));
  await switchOn(lan);
  const guest = await plugGuest(lan);
  const neighbour = await plugGuest(lan, "neighbour", other);
  const watched = { eth1: await watchLeaving("eth1"), eth2: await watchLeaving("eth2") };
  const send = `const socket = require("node:dgram").createSocket("udp4");
    socket.on("error", () => {});
    setInterval(() => socket.send("?", ${tellPort}, "${anywhere}", () => {}), 2);`;
  const sender = guest.start(process.execPath, "-e", send);
  let goesOn = true;
  const watchers = [sender, watched.eth1.child, watched.eth2.child];
  try {
    await must(lan.network.setUplink(pinned("eth1")));
    await until("the first packet", () => watched.eth1.times.length > 0);
    // Until they know each other's cards.
    for (const to of [host, other]) await until(`${to}’s answer`, () => guest.ping(to));
    const pinging = Promise.all([host, other].map((to) => pingOn(guest, to, () => goesOn)));
    const latencies: number[] = [];
    let strays = 0;
    const end = clock() + most.ms;
    for (let count = 0; count < most.switches && clock() < end; count += 1) {
      await setTimeout(pace);
      const [to, from] =
        count % 2 === 0 ? (["eth2", "eth1"] as const) : (["eth1", "eth2"] as const);
      const wanted = clock();
      await must(lan.network.setUplink(pinned(to)));
      const first = await until("a packet on the new uplink", () =>
        watched[to].times.find((time) => time > wanted),
      );
      latencies.push(first - wanted);
      // Wait for one more packet on the new uplink: stray ones before it have been captured then.
      const seen = watched[to].times.length;
      await until("another packet", () => watched[to].times.length > seen);
      strays += watched[from].times.filter((time) => time > first).length;
    }
    goesOn = false;
    const pinged = await pinging;
    const sum = (of: "sent" | "lost") => pinged.reduce((all, each) => all + each[of], 0);
    return { latencies, strays, sent: sum("sent"), lost: sum("lost") };
  } finally {
    goesOn = false;
    for (const each of watchers) await endChild(each);
    await switchOff(lan, before, [guest, neighbour], [one, two]);
  }
}
