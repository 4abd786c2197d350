import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { MachineJson } from "../../../electron/contract/app/cli.ts";
import { type Instance, makeInstance } from "../command.ts";
import { sh } from "../lan/test-net.ts";
import { emptyDisk } from "../small-machine.ts";
import { makeOtherComputer, type OtherComputer } from "./other-computer.ts";

/** This computer and another one, between which a machine named `web` is moved. */
export interface MoveScene {
  readonly here: Instance;
  readonly far: OtherComputer;
  /** Our data on both. */
  readonly folder: string;
  readonly farFolder: string;
  /** Makes the machine, with so many MiB of noise of its own over those of its template; returns its ID. */
  makeWeb(size?: number): Promise<string>;
  /** Sums up what a guest sees of a disk: its file names the template's image, which is elsewhere there. */
  sumOf(disk: string): Promise<string>;
  /** The names of the machines of each. */
  onHere(): Promise<readonly string[]>;
  onFar(): Promise<readonly string[]>;
  idOf(name: string): Promise<string>;
  /** Runs our command, which is to fail; returns its error. */
  refused(
    ...args: readonly string[]
  ): Promise<
    Readonly<Record<string, unknown>> & { readonly code: string; readonly message: string }
  >;
  /** Makes the way there slow, and as fast as before. */
  slow(): Promise<void>;
  fast(): Promise<void>;
  /** Removes what a failed test has left. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Lists what is in a folder of folders. */
export const idsIn = (path: string): readonly string[] =>
  existsSync(path) ? readdirSync(path).filter((name) => !name.startsWith(".")) : [];

/** Lists the processes whose command lines have a pattern. */
export const pidsOf = async (pattern: string): Promise<readonly string[]> =>
  (await execa("pgrep", ["-f", pattern], { reject: false })).stdout.split("\n").filter(Boolean);

/** Makes both, with a template of 8 MiB of noise; the other one has a number of its own. */
export async function makeMoveScene(number: number): Promise<MoveScene> {
  const here = makeInstance();
  const far = await makeOtherComputer(number);
  const folder = join(here.folder, "data/virtray");
  const farFolder = join(far.home, ".local/share/virtray");
  await here.json("computer", "add", "big", far.host);
  const list = async (one: Pick<Instance, "json">) =>
    (await one.json<readonly MachineJson[]>("list"))
      .filter(({ computer }) => computer === null)
      .map(({ name }) => name);
  const idOf = async (name: string) =>
    (await here.json<readonly MachineJson[]>("list")).find((each) => each.name === name)?.id ?? "";
  const fill = async (disk: string, size: number) => {
    const noise = join(here.folder, "noise");
    await execa("dd", ["if=/dev/urandom", `of=${noise}`, "bs=1M", `count=${size}`, "status=none"]);
    await execa("qemu-io", ["-f", "qcow2", "-c", `write -s ${noise} 0 ${size}M`, disk]);
  };
  const fast = () =>
    sh("tc", "qdisc", "del", "dev", far.host, "root").then(
      () => {},
      () => {},
    );
  const image = await emptyDisk(here.folder, "pattern");
  await fill(image, 8);
  await here.json("template", "add", "pattern", "--from", image, "--user", "root");
  return {
    ...{ here, far, folder, farFolder, idOf, fast },
    async makeWeb(size = 4) {
      await here.json("create", "web", "--template", "pattern", "--memory", "32");
      const id = await idOf("web");
      await fill(join(folder, "machines", id, "disk.qcow2"), size);
      return id;
    },
    async sumOf(disk) {
      const raw = join(here.folder, "content");
      await execa("qemu-img", ["convert", "-f", "qcow2", "-O", "raw", disk, raw]);
      return createHash("sha256").update(readFileSync(raw)).digest("hex");
    },
    onHere: () => list(here),
    onFar: () => list(far),
    async refused(...args) {
      const done = await here.virtray(...args, "--json");
      return { exitCode: done.exitCode, ...JSON.parse(done.stdout).error };
    },
    async slow() {
      const rate = ["rate", "16mbit", "burst", "64kb", "latency", "50ms"];
      await sh("tc", "qdisc", "add", "dev", far.host, "root", "tbf", ...rate);
    },
    async clear() {
      await far.heal();
      await fast();
      for (const one of [here, far]) {
        await one.virtray("kill", "web");
        await one.virtray("delete", "web");
        await one.virtray("trash", "empty");
      }
    },
    async close() {
      await here.close();
      await far.close();
    },
  };
}
