import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { startSupervisor } from "../../electron/adapters/supervisor/lock.ts";
import type { MachinesService } from "../../electron/services/base/interfaces.ts";
import { makeMachines, qemuProcesses, runtimeOf } from "../rig/machines.ts";
import { until } from "../rig/until.ts";
import { type Figure, median, timed } from "./figure.ts";

const rounds = 16;

/**
 * Compares a start by the service with the same QEMU call by hand. They take turns, and each goes
 * first equally often, so that other load on the computer hits both.
 */
export async function benchStart(): Promise<readonly Figure[]> {
  const test = makeMachines();
  // As in the product, each start of the only machine also starts the supervisor.
  const machines = test.another({ keep: () => startSupervisor(test.paths) });
  try {
    const { id } = await test.add("bench");
    const end = async () => {
      await machines.kill(id);
      await until("the machine to end", () => qemuProcesses(id).length === 0);
    };
    // The first start also reads QEMU from the disk, so it is not counted.
    await start(machines, id);
    const args = argumentsOf(id);
    await end();
    const service: number[] = [];
    const byHand: number[] = [];
    const sides = [
      async () => service.push(await timed(() => start(machines, id))),
      async () =>
        byHand.push(await timed(() => startByHand(args, runtimeOf(test, id).qemu.commandQmp))),
    ];
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) {
        await side();
        await end();
      }
      sides.reverse();
    }
    const [own, bare] = [median(service), median(byHand)];
    return [
      {
        what: "start of a machine, against the same call by hand",
        value: own / bare,
        most: 1.3,
        unit: "times",
        beside: `${own.toFixed(0)} ms against ${bare.toFixed(0)} ms, medians of ${rounds}`,
      },
    ];
  } finally {
    await test.close();
  }
}

async function start(machines: MachinesService, id: string): Promise<void> {
  const started = await machines.start(id);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
}

/** Returns the program and arguments of the machine's QEMU, as the kernel knows them. */
function argumentsOf(id: string): readonly string[] {
  const [pid] = qemuProcesses(id);
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(1, -1);
}

/** Starts QEMU, and waits until QMP reports that the guest runs. */
async function startByHand(args: readonly string[], socketPath: string): Promise<void> {
  spawn("qemu-system-x86_64", args, { stdio: "ignore", detached: true }).unref();
  while ((await statusAt(socketPath)) !== "running") await sleep(1);
}

/** Asks a QMP socket for the guest's status with little code; null if there is no answer yet. */
function statusAt(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.write('{"execute":"qmp_capabilities"}\n{"execute":"query-status"}\n');
    });
    socket.once("error", () => resolve(null));
    createInterface(socket)
      .on("line", (line) => {
        const answer = JSON.parse(line) as { readonly return?: { readonly status?: string } };
        if (answer.return?.status === undefined) return;
        resolve(answer.return.status);
        socket.destroy();
      })
      .on("error", () => {});
  });
}
