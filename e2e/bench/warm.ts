import { connect } from "node:net";
import { join } from "node:path";
import { createTemplatesService } from "../../electron/services/template/service.ts";
import { buildGuestDisk } from "../rig/guest/disk.mjs";
import { guestRun } from "../rig/guest/run.mjs";
import { makeMachines, qemuProcesses, type TestMachines } from "../rig/machines.ts";
import { until } from "../rig/until.ts";
import { withLan } from "./create.ts";
import { type Figure, median } from "./figure.ts";
import { pss } from "./memory.ts";

const rounds = 5;
const boots = 3;
const crowd = 10;

/** A machine that was made, with the milliseconds that it took to run and to greet by ssh. */
interface Made {
  readonly id: string;
  readonly address: string;
  readonly running: number;
  readonly greeting: number;
}

/** Measures machines that go on from a warmed template against the same template's boot. */
export async function benchWarm(): Promise<readonly Figure[]> {
  const test = makeMachines();
  try {
    return await withLan(test, () => measure(test));
  } finally {
    await test.close();
  }
}

async function measure(test: TestMachines): Promise<readonly Figure[]> {
  const { machines } = test;
  const templates = createTemplatesService({
    ...test.parts,
    ...{ warmChoice: async () => "by-hand", templatesFolder: async () => "", catalogue: [] },
    ...{ loginName: "root", home: test.folder },
  });
  const path = join(test.folder, "pattern.qcow2");
  await buildGuestDisk({ path, name: "pattern", address: "192.168.100.99", wake: true });
  const added = await templates.add({ name: "tiny", from: { kind: "file", path } });
  if (!added.ok) throw new Error(JSON.stringify(added.error));
  const template = added.value.id;
  let count = 0;

  async function make(): Promise<Made> {
    count += 1;
    const begin = performance.now();
    let isAwake = false;
    const request = { name: `bench-${count}`, template, memoryMiB: 128, cpus: 1, sshKeys: [] };
    const made = await templates.createMachine(request, {
      onCreated(how) {
        ({ isAwake } = how);
      },
    });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    const { id, network } = made.value;
    const started = isAwake ? made : await machines.start(id);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    const running = performance.now() - begin;
    await until(`${network.address}’s greeting`, () => greets(network.address), 300);
    return { id, address: network.address, running, greeting: performance.now() - begin };
  }
  const inTurn = async (often: number) => {
    const all: Made[] = [];
    for (let round = 0; round < often; round += 1) {
      const made = await make();
      all.push(made);
      await machines.kill(made.id);
    }
    return all;
  };
  const together = async () => {
    const all = await Promise.all(Array.from({ length: crowd }, make));
    const memory = all
      .flatMap(({ id }) => qemuProcesses(id))
      .reduce((sum, pid) => sum + pss(pid), 0);
    return { all, memory };
  };

  const cold = await inTurn(boots);
  const bootedCrowd = await together();
  for (const { id } of bootedCrowd.all) await machines.kill(id);
  const warmed = await templates.warm({ id: template, memoryMiB: 128, cpus: 1 });
  if (!warmed.ok) throw new Error(JSON.stringify(warmed.error));
  const warm = await inTurn(rounds);
  const warmCrowd = await together();
  const twins = await countTwins(warmCrowd.all);
  const wrong = await wrongestClock(warmCrowd.all);
  const [coldMs, warmMs] = [cold, warm].map((all) =>
    median(all.map(({ greeting }) => greeting)),
  ) as [number, number];
  return [
    {
      what: "create from a warmed template to the ssh greeting, against the boot",
      value: warmMs / coldMs,
      most: null,
      unit: "times",
      beside: `${warmMs.toFixed(0)} ms against ${coldMs.toFixed(0)} ms, medians of ${rounds} and ${boots}; the tiny guest`,
    },
    {
      what: "create from a warmed template to running",
      value: median(warm.map(({ running }) => running)),
      most: 500,
      unit: "ms",
      beside: `median of ${rounds}`,
    },
    {
      what: `memory of ${crowd} machines of a warmed template, against ${crowd} that booted`,
      value: warmCrowd.memory / bootedCrowd.memory,
      most: 0.6,
      unit: "times",
      beside: `PSS, ${warmCrowd.memory.toFixed(0)} against ${bootedCrowd.memory.toFixed(0)} MiB`,
    },
    {
      what: `values that two of ${crowd} machines made at once have in common`,
      value: twins,
      most: 0,
      unit: "",
      beside: "64 bytes of /dev/urandom, machine-id, host key, MAC, address",
    },
    {
      what: `the most that the clock of one of ${crowd} machines made at once is wrong`,
      value: wrong,
      most: 2,
      unit: "s",
      beside: "beyond the seconds between which its guest told the time",
    },
  ];
}

/** Returns by how many seconds the wrongest clock is off; a guest tells whole ones. */
async function wrongestClock(all: readonly Made[]): Promise<number> {
  let most = 0;
  for (const { address } of all) {
    const from = Math.floor(Date.now() / 1000);
    const told = Number(await guestRun(address, "date +%s"));
    const to = Math.ceil(Date.now() / 1000);
    most = Math.max(most, from - told, told - to);
  }
  return most;
}

/** Counts the values that should be a machine's own and are another one's, too. */
async function countTwins(all: readonly Made[]): Promise<number> {
  const command =
    "head -c 64 /dev/urandom | sha256sum; cat /etc/machine-id; cat /sys/class/net/eth0/address; " +
    "ip -4 -o addr show dev eth0 | awk '{print $4}'; sha256sum /etc/dropbear/*ed25519*";
  const rows = await Promise.all(
    all.map(async ({ address }) => (await guestRun(address, command)).split("\n")),
  );
  const told = 5;
  if (rows.some((row) => row.length !== told)) throw new Error(JSON.stringify(rows));
  return Array.from({ length: told }, (_, place) => {
    const values = rows.map((row) => row[place]);
    return values.length - new Set(values).size;
  }).reduce((sum, twins) => sum + twins, 0);
}

/** Tells whether an ssh server greets at an address. */
function greets(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 22, timeout: 2000 });
    const end = (has: boolean) => {
      socket.destroy();
      resolve(has);
    };
    socket.once("data", (chunk) => end(String(chunk).startsWith("SSH-2.0-")));
    for (const event of ["error", "timeout", "close"]) socket.once(event, () => end(false));
  });
}
