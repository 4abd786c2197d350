import { mkdtempSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { makeInstance } from "../rig/command.ts";
import { makeLan } from "../rig/lan/test-lan.ts";
import { makeUplink } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";
import type { Figure } from "./figure.ts";
import { pidsWith, ticks, ticksOf } from "./idle.ts";

const seconds = 60;
/** Seconds until the work after a start has settled. */
const settling = 5;

/**
 * Measures netd at rest with the LAN on, started by plain Node and by Electron, which continues on the
 * system's own Node where there is one.
 */
export async function benchNetd(): Promise<readonly Figure[]> {
  const uplink = await makeUplink("eth0", 1);
  await uplink.addDefaultRoute(100);
  try {
    const electron = (await electronRuntime()).path;
    return [...(await rest("Node", process.execPath)), ...(await rest("Electron", electron))];
  } finally {
    await uplink.close();
  }
}

/** Measures the supervisor at rest, as the command started it. */
export async function benchReconciler(): Promise<readonly Figure[]> {
  const instance = makeInstance();
  try {
    await instance.json("lan", "up");
    return await atRest("the supervisor", "supervisor.js", "", 25);
  } finally {
    await instance.close();
  }
}

/** Measures an idle process: its share of a core, and its memory (PSS in MiB, at most `most`). */
async function atRest(
  what: string,
  script: string,
  how: string,
  most: number,
): Promise<readonly Figure[]> {
  await sleep(settling * 1000);
  const [pid = 0] = pidsWith(script);
  const before = ticksOf([pid]);
  await sleep(seconds * 1000);
  const share = ((ticksOf([pid]) - before) / ticks / seconds) * 100;
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const mebibytes = (line: string) =>
    Number(new RegExp(`^${line}: +(\\d+) kB$`, "m").exec(rollup)?.[1]) / 1024;
  const program = basename(readlinkSync(`/proc/${pid}/exe`));
  const own = `${mebibytes("Pss_Anon").toFixed(1)} MiB of its own, run by ${program}`;
  return [
    // Two of netd's slow checks fall into a minute, so the limit is 0 per cent, rounded.
    {
      what: `${what} at rest${how}`,
      value: share,
      most: 0.5,
      unit: "% of a core",
      beside: `${seconds} s`,
    },
    {
      what: `${what}'s memory (PSS)${how}`,
      value: mebibytes("Pss"),
      most,
      unit: "MiB",
      beside: own,
    },
  ];
}

async function rest(name: string, runtime: string): Promise<readonly Figure[]> {
  const home = mkdtempSync("/tmp/bench-lan-");
  const lan = await makeLan(home, runtime);
  const done = await lan.network.up();
  if (!done.ok) throw new Error(`the LAN is not on: ${done.error.code}`);
  try {
    return await atRest("netd", "netd.js", `, started by ${name}`, 60);
  } finally {
    await lan.network.down();
    await until("its end", () => pidsWith("netd.js").length === 0);
    rmSync(home, { recursive: true, force: true });
  }
}
