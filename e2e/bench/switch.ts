import { type ChildProcess, spawn } from "node:child_process";
import { loadavg } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { endChild } from "../rig/end-child.ts";
import { makeLan } from "../rig/lan/test-lan.ts";
import { anywhere, linkSettled, makeGuest, makeUplink, tellPort } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";
import { type Figure, median } from "./figure.ts";
import { benchLibvirtSwitch } from "./libvirt-switch.ts";

const switches = 200;
/** The limit in milliseconds: a busy computer makes fewer switches. */
const longest = 90_000;
/** Milliseconds between switches: as fast as a user clicks, and enough for netd's check. */
const pace = 250;
/** Packets in one burst; bursts follow each other until the switches end. */
const pings = 2_000;

/** Returns the milliseconds since the epoch, the clock of tcpdump. */
const clock = () => performance.timeOrigin + performance.now();

/** Maps each of the guest's packets to the time at which it left by an interface, in ms since the epoch. */
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

/**
 * Switches the uplink back and forth under load: a guest sends every 2 ms, and a ping runs every 2 ms
 * between guest and host.
 */
export async function benchSwitch(): Promise<readonly Figure[]> {
  const one = await makeUplink("eth1", 1);
  const two = await makeUplink("eth2", 2);
  await one.addDefaultRoute(100);
  await two.addDefaultRoute(200);
  const lan = await makeLan();
  const must = async (done: Promise<{ readonly ok: boolean }>) => {
    const result = await done;
    if (!result.ok) throw new Error(JSON.stringify(result));
  };
  await must(lan.network.up());
  await linkSettled("vtap0");
  const guest = await makeGuest("guest", "192.168.100.7", lan.vdeSwitch.socketFolder);
  const watched = { eth1: await watchLeaving("eth1"), eth2: await watchLeaving("eth2") };
  const send = `const socket = require("node:dgram").createSocket("udp4");
    socket.on("error", () => {});
    setInterval(() => socket.send("?", ${tellPort}, "${anywhere}", () => {}), 2);`;
  const sender = guest.start(process.execPath, "-e", send);
  try {
    await must(lan.network.setUplink({ mode: "pinned", interface: "eth1" }));
    await until("the first packet", () => watched.eth1.times.length > 0);
    let goesOn = true;
    const pinging = (async () => {
      let lost = 0;
      let sent = 0;
      while (goesOn) {
        const words = ["-i", "0.002", "-c", String(pings), "-W", "2", "192.168.100.254"];
        const { stdout } = await guest.run("ping", ...words);
        const summary = /(\d+) packets transmitted, (\d+) received/.exec(stdout);
        sent += Number(summary?.[1] ?? pings);
        lost += Number(summary?.[1] ?? pings) - Number(summary?.[2] ?? 0);
      }
      return { lost, sent };
    })();
    const latencies: number[] = [];
    let strays = 0;
    const end = clock() + longest;
    for (let count = 0; count < switches && clock() < end; count += 1) {
      await setTimeout(pace);
      const [to, from] =
        count % 2 === 0 ? (["eth2", "eth1"] as const) : (["eth1", "eth2"] as const);
      const wanted = clock();
      await must(lan.network.setUplink({ mode: "pinned", interface: to }));
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
    const { lost, sent } = await pinging;
    const worst = Math.max(...latencies);
    const load = loadavg()[0] ?? 0;
    return [
      {
        what: `from the wish to the first packet on the new uplink (median of ${latencies.length})`,
        value: median(latencies),
        most: 100,
        unit: "ms",
        beside: `worst ${worst.toFixed(0)} ms, load ${load.toFixed(1)}`,
      },
      { what: "packets on an uplink that is not chosen", value: strays, most: 0, unit: "" },
      { what: `LAN pings lost of ${sent}, one each 2 ms`, value: lost, most: 0, unit: "" },
      await benchLibvirtSwitch(one, two),
    ];
  } finally {
    await endChild(sender);
    await Promise.all([endChild(watched.eth1.child), endChild(watched.eth2.child)]);
    await guest.close();
    await lan.network.down();
    await one.close();
    await two.close();
  }
}
