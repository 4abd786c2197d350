import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectFolder } from "../../build/project.mjs";
import { seeded } from "../rig/random.ts";
import { type Baits, layBaits } from "./baits.ts";
import type { Mutant } from "./mutant.ts";
import { mutate } from "./mutate.ts";
import { pack } from "./pack.ts";
import { makeSeeds } from "./seeds.ts";
import { judgeTrace, startTraced, type Traced } from "./trace.ts";
import { type Order, type Outcome, type Way, ways } from "./ways.ts";

/** An input that caused a forbidden access. */
interface Fault {
  readonly index: number;
  readonly what: string;
  /** The forbidden accesses, in words. */
  readonly breaches: readonly string[];
  /** The file that keeps the input. */
  readonly kept: string;
}

/** The result of a run. */
export interface FuzzReport {
  readonly inputs: number;
  /** The number of times that each step had each outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
}

/**
 * The folder is fixed, because its path is written in the images, and a seed must give the same
 * inputs.
 */
const folder = "/tmp/fuzz";
const kept = join(projectFolder, "out/fuzz");
/** A step is cancelled after 4 s; this long (in seconds) after all steps, the driver hangs. */
const hangsAfter = 60;

/**
 * Feeds manipulated images to everything that reads images, for some seconds, as the seed decides;
 * `only` repeats one input of that seed. Only source and target may be opened, no other file may be
 * changed, and no server connected to. It runs inside the sandbox.
 */
export async function fuzz(
  seed: number,
  seconds: number,
  only: number | null = null,
): Promise<FuzzReport> {
  const baits = await layBaits(join(folder, "baits"));
  const images = join(folder, "in");
  rmSync(images, { recursive: true, force: true });
  mkdirSync(images, { recursive: true });
  const seeds = makeSeeds(join(folder, "seeds"), baits.names[0]);
  const served = await serve();
  const driver = await startDriver(seeds[0].bytes);
  const outcomes: Record<string, number> = {};
  const faults: Fault[] = [];
  let inputs = 0;
  const end = Date.now() + seconds * 1000;
  try {
    for (let index = only ?? 0; only === null ? Date.now() < end : index === only; index += 1) {
      const random = seeded(seed * 1_000_003 + index);
      const way = random.oneIn(3) ? "template" : random.pick(ways);
      const mutant = makeInput(random, way, seeds, baits);
      const input = { path: join(images, `${index}.img`), ...mutant };
      const { steps, breaches } = await runOne(driver, served, baits, way, input);
      inputs += 1;
      for (const step of steps) outcomes[step] = (outcomes[step] ?? 0) + 1;
      if (breaches.length > 0) {
        const what = `${index}, ${way}: ${mutant.what}`;
        faults.push({ index, what, breaches, kept: keep(seed, index, mutant, what) });
      }
    }
  } finally {
    await driver.close();
    served.close();
    baits.close();
  }
  return { inputs, outcomes, faults };
}

function makeInput(
  random: ReturnType<typeof seeded>,
  way: Way,
  seeds: ReturnType<typeof makeSeeds>,
  { names }: Baits,
): Mutant {
  const mutant = mutate(random, seeds, names);
  // A guest writes its disk directly, without packing.
  return way.startsWith("rewritten") ? mutant : pack(random, mutant, names);
}

/** Runs one input, and returns its forbidden accesses. */
async function runOne(
  driver: Driver,
  served: Served,
  baits: Baits,
  way: Way,
  { path, bytes }: { readonly path: string; readonly bytes: Buffer },
): Promise<{ readonly steps: readonly string[]; readonly breaches: readonly string[] }> {
  writeFileSync(path, bytes);
  const before = lstatSync(path);
  const { steps, made } = await driver.carryOut({ way, path, url: served.offer(bytes) });
  const forbidden = [baits.folder, "/etc/fstab"];
  const breaches = [
    ...judgeTrace(driver.trace(), { forbidden, port: served.port }),
    ...(await baits.breaches()),
    ...made.flatMap((each) => wrongIn(each, baits)),
  ];
  const after = lstatSync(path);
  if (after.ctimeMs !== before.ctimeMs || !readFileSync(path).equals(bytes)) {
    breaches.push("the source was changed");
  }
  rmSync(path);
  return { steps, breaches };
}

/** Lists the faults of an image that was made: a bait's content, and names of other files. */
function wrongIn(path: string, baits: Baits): readonly string[] {
  const bytes = readFileSync(path);
  const wrong = baits.isIn(bytes) ? [`${path} holds what a bait holds`] : [];
  // qcow2's backing file, and its feature of an external data file.
  const isLinked = bytes.readBigUInt64BE(8) !== 0n || (bytes.readBigUInt64BE(72) & 4n) !== 0n;
  return isLinked ? [...wrong, `${path} names another file`] : wrong;
}

function keep(seed: number, index: number, { bytes }: Mutant, what: string): string {
  mkdirSync(kept, { recursive: true });
  const path = join(kept, `${seed}-${index}.img`);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.txt`, `${what}\n`);
  return path;
}

/** A web server that serves the bytes of the last call. */
interface Served {
  readonly port: number;
  /** Serves these bytes, and returns their URL. */
  offer(bytes: Buffer): string;
  close(): void;
}

async function serve(): Promise<Served> {
  let offered: Buffer = Buffer.alloc(0);
  const server: Server = createServer((_request, response) => response.end(offered));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let count = 0;
  return {
    port,
    offer(bytes) {
      offered = bytes;
      count += 1;
      return `http://127.0.0.1:${port}/${count}.img`;
    },
    close: () => server.close(),
  };
}

/** The watched program. */
interface Driver {
  carryOut(order: Order): Promise<Outcome>;
  /** Returns strace's output since the last call. */
  trace(): string;
  close(): Promise<void>;
}

async function startDriver(raw: Buffer): Promise<Driver> {
  const own = join(folder, "own");
  mkdirSync(own, { recursive: true });
  const disks = [join(own, "raw"), join(own, "qcow2")] as const;
  writeFileSync(disks[0], raw);
  await import("execa").then(({ execa }) =>
    execa("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", ...disks]),
  );
  const traced: Traced = startTraced(join(folder, "trace"), [
    process.execPath,
    join(projectFolder, "build/run-typescript.mjs"),
    join(projectFolder, "e2e/fuzz/driver.ts"),
    ...disks,
  ]);
  const { child } = traced;
  if (child.stdout === null || child.stdin === null) throw new Error("no pipes");
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("the driver hangs")), hangsAfter * 1000);
    });
    const line = await Promise.race([lines.next(), late]);
    clearTimeout(timer);
    if (line.done === true) throw new Error("the driver ended");
    return line.value;
  };
  await next();
  traced.read();
  return {
    async carryOut(order) {
      stdin.write(`${JSON.stringify(order)}\n`);
      return JSON.parse(await next()) as Outcome;
    },
    trace: () => traced.read(),
    close: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        stdin.end();
        setTimeout(() => child.kill("SIGKILL"), 5000).unref();
      }),
  };
}
