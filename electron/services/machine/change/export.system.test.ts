import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeMachines, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { ChangesService } from "../../base/storage-interfaces.ts";
import { createTemplatesService } from "../../template/service.ts";
import { createChangesService } from "./edit.ts";
import { createSnapshotsService } from "./snapshots.ts";

let test: TestMachines;
let changes: ChangesService;
/** Where the exports go. */
let out: string;

beforeEach(() => {
  test = makeMachines();
  changes = createChangesService(test.parts);
  out = join(test.folder, "out");
  mkdirSync(out);
});

afterEach(() => test.close());

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const write = (path: string, byte: number, at = "0", length = "64k") =>
  execa("qemu-io", ["-f", "qcow2", "-c", `write -P ${byte} ${at} ${length}`, path]);
const same = (a: string, b: string) => execa("qemu-img", ["compare", "-f", "qcow2", a, b]);
const info = async (path: string) =>
  JSON.parse((await execa("qemu-img", ["info", "--output=json", path])).stdout) as {
    readonly format: string;
    readonly "backing-filename"?: string;
  };

/** A machine whose disk hangs on a template, with a seed and a further disk. */
async function linked() {
  const templates = createTemplatesService({
    ...test.parts,
    templatesFolder: async () => "",
    warmChoice: async () => "by-hand",
    catalogue: [],
    loginName: "user",
    home: test.folder,
  });
  const path = await test.disk("base.qcow2");
  await write(path, 7);
  const template = good(await templates.add({ name: "pattern", from: { kind: "file", path } }));
  const request = { name: "web", template: template.id, cpus: 1, memoryMiB: 32, sshKeys: [] };
  const { id, disk } = good(await templates.createMachine(request));
  await write(disk.path, 8, "1M");
  return good(await changes.addDisk(id, { kind: "new", bytes: 8 * 1024 ** 2 }));
}

it("stands alone with all that the disks hold, and libvirt takes its definition", async () => {
  const machine = await linked();
  good(await createSnapshotsService(test.parts).take(machine.id, "before"));
  await write(machine.disk.path, 9, "2M");
  const folder = join(out, `a "b" <c> & 'd'`);
  mkdirSync(folder);
  const target = join(folder, "web.qcow2");
  const steps: (number | null)[] = [];
  const exported = await changes.export(machine.id, target, {
    libvirt: true,
    onProgress: ({ fraction }) => steps.push(fraction),
  });
  const [second, seed] = [join(folder, "web-disk2.qcow2"), join(folder, "web-seed.qcow2")];
  const domain = join(folder, "web.xml");
  expect(exported).toEqual(ok({ disks: [target, second], seed, domain }));
  expect(readdirSync(folder).sort()).toEqual([
    "web-disk2.qcow2",
    "web-seed.qcow2",
    "web.qcow2",
    "web.xml",
  ]);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(steps.at(-1)).toBe(1);
  const written = await info(target);
  expect([written.format, written["backing-filename"]]).toEqual(["qcow2", undefined]);
  await same(machine.disk.path, target);
  await same(machine.disks?.[0]?.path ?? "", second);

  // The test driver holds what it defined only as long as the command lasts.
  const commands = `define --validate ${quoted(domain)}; domblklist web; dominfo web`;
  const { stdout } = await execa("virsh", ["-c", "test:///default", commands]);
  expect(stdout).toContain(`vda      ${target}\n`);
  expect(stdout).toContain(`vdb      ${second}\n`);
  expect(stdout).toContain(`vdc      ${seed}\n`);
  expect(stdout).toMatch(new RegExp(`UUID: +${machine.id}\n`));
  expect(stdout).toMatch(/Max memory: +32768 KiB\n/);
});

/** A path as virsh's own command line has it. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&")}"`;
}

it("replaces files only when told, and never a machine's", async () => {
  const { id, disk } = await test.add("web");
  const other = await test.add("db");
  const target = join(out, "web.qcow2");
  writeFileSync(target, "mine");
  expect(await changes.export(id, target)).toMatchObject({ error: { code: "export-exists" } });
  expect(readFileSync(target, "utf8")).toBe("mine");
  writeFileSync(join(out, "new.xml"), "mine");
  expect(await changes.export(id, join(out, "new.qcow2"), { libvirt: true })).toMatchObject({
    error: { code: "export-exists", params: { path: join(out, "new.xml") } },
  });
  expect(
    await changes.export(id, join(out, "new.qcow2"), { libvirt: true, replace: "target" }),
  ).toMatchObject({ error: { code: "export-exists", params: { path: join(out, "new.xml") } } });
  const replace = { replace: "all" } as const;
  good(await changes.export(id, target, replace));
  await same(disk.path, target);
  for (const [path, by] of [
    [disk.path, "web"],
    [other.disk.path, "db"],
    [join(test.paths.machines, id, "x.qcow2"), "Virtray"],
  ] as const) {
    expect(await changes.export(id, path, replace)).toMatchObject({
      error: { code: "export-target-own", params: { path, by } },
    });
  }
  symlinkSync("/nowhere", join(out, "link"));
  for (const path of [out, join(out, "link"), "relative", "/a\0b"]) {
    expect(await changes.export(id, path, replace)).toMatchObject({
      error: { code: "disk-path-invalid" },
    });
  }
  expect(await changes.export(id, join(out, "no", "web.qcow2"))).toEqual(
    fail("folder-missing", { path: join(out, "no") }),
  );
  expect(await changes.export(id, join(out, "x".repeat(256)))).toMatchObject({
    error: { code: "file-failed" },
  });
  const bell = { error: { code: "export-path-unfit" } };
  expect(await changes.export(id, join(out, "\u0007"), { libvirt: true })).toMatchObject(bell);
  expect(readdirSync(out).sort()).toEqual(["link", "new.xml", "web.qcow2"]);
});

it("of a running machine, or one on a disk of this computer, is refused", async () => {
  const machine = await test.add("web");
  const target = join(out, "web.qcow2");
  good(await test.machines.start(machine.id));
  expect(await changes.export(machine.id, target)).toMatchObject({
    error: { code: "machine-running" },
  });
  good(await test.machines.kill(machine.id));
  const device = { ...machine.disk, path: "/dev/sdz", device: { bytes: 1024 } };
  good(await replaceMachine(test.paths.machines, { ...machine, disk: device }));
  expect(await changes.export(machine.id, target)).toMatchObject({
    error: { code: "export-device", params: { name: "web", path: "/dev/sdz" } },
  });
  expect(readdirSync(out)).toEqual([]);
});

it("that was cancelled in the midst, or finds the disk full, leaves nothing", async () => {
  const { id, disk } = await test.add("web");
  // The bytes are not zero, because zeros would not be written.
  await write(disk.path, 3, "0", "12M");
  const target = join(out, "web.qcow2");
  const abort = new AbortController();
  const options = { signal: abort.signal, onProgress: () => abort.abort() };
  expect(await changes.export(id, target, options)).toMatchObject({ error: { code: "cancelled" } });
  expect(readdirSync(out)).toEqual([]);
  await execa("mount", ["-t", "tmpfs", "-o", "size=4M", "tmpfs", out]);
  try {
    expect(await changes.export(id, target)).toMatchObject({
      error: { code: "disk-full", params: { path: out } },
    });
    expect(readdirSync(out)).toEqual([]);
  } finally {
    await execa("umount", [out]);
  }
});
