import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../project.mjs";
import { run } from "../run.mjs";
import { loadTypescript } from "./load-typescript.mjs";

/** As many machines as have V8 compile what a list does for each of them. */
const machines = 9;

/**
 * Keeps the compiled code of what `virtray list` loads beside it, for the program that runs the command: this
 * Node, or the one that is named. Code is compiled as it is used, so a list is made.
 */
export async function main([program = process.execPath]: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "virtray-list-"));
  try {
    const [data, runtime] = [join(folder, "data"), join(folder, "run")];
    mkdirSync(runtime, { mode: 0o700 });
    const ids = await makeMachines(join(data, "virtray/machines"));
    // One that may run, and has failed, takes the way of those that run.
    mkdirSync(join(runtime, "virtray", ids[0] ?? ""), { recursive: true, mode: 0o700 });
    const env = {
      ...process.env,
      ...{ ELECTRON_RUN_AS_NODE: "1", LANG: "C.UTF-8", HOME: folder },
      ...{ XDG_DATA_HOME: data, XDG_RUNTIME_DIR: runtime },
      ...{ XDG_CONFIG_HOME: join(folder, "config"), XDG_CACHE_HOME: join(folder, "cache") },
    };
    const writer = join(import.meta.dirname, "write-code.mjs");
    const listed: unknown = JSON.parse(await run(program, [writer, "list", "--json"], { env }));
    const isWhole =
      Array.isArray(listed) &&
      listed.length === machines &&
      listed.every(({ status }) => status === "stopped");
    if (!isWhole)
      throw new Error(`virtray list does not tell of machines: ${JSON.stringify(listed)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return 0;
}

/** Makes machines, and returns their ids. */
async function makeMachines(folder: string): Promise<readonly string[]> {
  const { newDefinition } = await loadTypescript(
    join(projectFolder, "electron/core/machine/new-definition.ts"),
  );
  return Array.from({ length: machines }, (_, index) => {
    const id = randomUUID();
    const disk = { path: join(folder, id, "disk.qcow2"), format: "qcow2" };
    const address = `192.168.100.${index + 1}`;
    const given = { id, name: `list-${index}`, createdAt: new Date(), address, disk };
    mkdirSync(join(folder, id), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, id, "machine.json"), JSON.stringify(newDefinition(given, {})));
    return id;
  });
}
