import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endChild } from "../../../../e2e/rig/end-child.ts";
import { foreignQemu, makeMachines, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { readSeed } from "../../../adapters/image/seed-image.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { ChangesService, TrashService } from "../../base/storage-interfaces.ts";
import type { TemplatesService } from "../../base/template-interfaces.ts";
import { createTrashService } from "../../registry/trash.ts";
import { createTemplatesService } from "../../template/service.ts";
import { createChangesService } from "./edit.ts";

let test: TestMachines;
let changes: ChangesService;
let trash: TrashService;
let templates: TemplatesService;

beforeEach(() => {
  test = makeMachines();
  changes = createChangesService(test.parts);
  trash = createTrashService(test.parts);
  templates = createTemplatesService({
    ...test.parts,
    templatesFolder: async () => "",
    warmChoice: async () => "by-hand",
    catalogue: [],
    loginName: "user",
    home: test.folder,
  });
});

afterEach(() => test.close());

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const names = async () => (await test.machines.list()).machines.map(({ name }) => name);
const write = (path: string, byte: number) =>
  execa("qemu-io", ["-f", "qcow2", "-c", `write -P ${byte} 0 64k`, path]);
const same = (a: string, b: string) => execa("qemu-img", ["compare", a, b]);
const seedOf = async ({ seed }: MachineFile) => good(await readSeed(seed ?? ""))["user-data"];

/** A machine that hangs on a template, with a seed. */
async function linked(name: string): Promise<MachineFile> {
  const base = await test.disk("base.qcow2");
  await write(base, 7);
  const template = good(
    await templates.add({ name: "pattern", from: { kind: "file", path: base } }),
  );
  return good(
    await templates.createMachine({
      name,
      template: template.id,
      cpus: 1,
      memoryMiB: 32,
      sshKeys: [],
      userData: '#cloud-config\npackages: ["a: b", 0644]\n',
    }),
  );
}

describe("another name", () => {
  it("is kept by a running machine, and told to its guest for the next start", async () => {
    const before = await linked("web");
    good(await test.machines.start(before.id));
    expect(await changes.rename(before.id, "shop")).toMatchObject({
      ok: true,
      value: { id: before.id, name: "shop", network: before.network },
    });
    expect(await test.view(before.id)).toMatchObject({ name: "shop", status: "running" });
    const told = await seedOf(before);
    expect(told).toContain('hostname: "shop"\nfqdn: "shop.vm.internal"\n');
    expect(told).toContain('packages:\n  - "a: b"\n  - 0644\n');
    good(await test.machines.kill(before.id));
  });

  it.each(["db", "a b", "", "-x", "Ä", "x".repeat(64), "a\nb", "../x"])(
    "that cannot be is refused: %j",
    async (name) => {
      const { id } = await test.add("web");
      await test.add("db");
      expect(await changes.rename(id, name)).toMatchObject({
        error: { code: name === "db" ? "machine-name-taken" : "machine-name-invalid" },
      });
      expect(await names()).toEqual(["db", "web"]);
    },
  );
});

describe("a copy", () => {
  it("has the same content and hardware, and an identity of its own", async () => {
    const source = await test.add("web", { bus: "ide", nic: "e1000", vncDisplay: 5 });
    await write(source.disk.path, 3);
    // A port of this computer leads to one machine: they stay with the first.
    const forward = { protocol: "tcp", hostPort: 8080, port: 80, reach: "host" } as const;
    good(await test.machines.addForward(source.id, forward));
    const steps: (number | null)[] = [];
    const copy = good(
      await changes.clone(source.id, "copy", {
        onProgress: ({ fraction }) => steps.push(fraction),
      }),
    );
    expect(copy).toEqual({
      ...source,
      id: copy.id,
      name: "copy",
      createdAt: copy.createdAt,
      disk: {
        path: join(test.paths.machines, copy.id, "disk.qcow2"),
        format: "qcow2",
        bus: "ide",
      },
      network: {
        nic: "e1000",
        address: "192.168.100.2",
        mac: `52:54:00:${copy.id.slice(-6).replace(/(..)(..)(..)/, "$1:$2:$3")}`,
      },
      vncDisplay: null,
    });
    const { definition } = await test.view(source.id);
    expect(definition.network.forwards).toEqual([forward]);
    await same(source.disk.path, copy.disk.path);
    expect(steps.at(-1)).toBe(1);
    await write(copy.disk.path, 4);
    good(await test.machines.start(source.id));
    good(await test.machines.start(copy.id));
  });

  it("of a linked clone is one too, and only the difference is copied", async () => {
    const source = await linked("web");
    const copy = good(await changes.clone(source.id, "copy"));
    await same(source.disk.path, copy.disk.path);
    const info = JSON.parse(
      (await execa("qemu-img", ["info", "--output=json", copy.disk.path])).stdout,
    ) as Record<string, unknown>;
    expect(info["backing-filename"]).toContain("/base.qcow2");
    expect(info["actual-size"]).toBeLessThan(512 * 1024);
    expect(await seedOf(copy)).toContain('hostname: "copy"');
    expect(copy.seed).toBe(join(test.paths.machines, copy.id, "seed.img"));
    const template = copy.template?.id ?? "";
    expect(await templates.delete(template)).toMatchObject({
      error: { code: "template-has-clones", params: { machines: "copy, web" } },
    });
  });

  it("of a running machine is refused, and one that was cancelled leaves nothing", async () => {
    const { id } = await test.add("web");
    const abort = new AbortController();
    abort.abort();
    expect(await changes.clone(id, "copy", { signal: abort.signal })).toMatchObject({
      error: { code: "cancelled" },
    });
    expect(readdirSync(test.paths.machines)).toEqual([id]);
    good(await test.machines.start(id));
    expect(await changes.clone(id, "copy")).toMatchObject({ error: { code: "machine-running" } });
  });

  it("that does not fit the disk ends in a sentence, and leaves nothing", async () => {
    const { id, disk } = await test.add("web");
    // The bytes are not zero, because zeros would not be written.
    await execa("qemu-io", ["-f", "qcow2", "-c", "write -P 3 0 12M", disk.path]);
    const definition = readFileSync(join(test.paths.machines, id, "machine.json"));
    await execa("mount", ["-t", "tmpfs", "-o", "size=4M", "tmpfs", test.paths.machines]);
    try {
      mkdirSync(join(test.paths.machines, id));
      writeFileSync(join(test.paths.machines, id, "machine.json"), definition);
      expect(await changes.clone(id, "copy")).toMatchObject({ error: { code: "disk-full" } });
      expect(readdirSync(test.paths.machines)).toEqual([id]);
    } finally {
      await execa("umount", [test.paths.machines]);
    }
    good(await changes.clone(id, "copy"));
    expect(await names()).toEqual(["copy", "web"]);
  });
});

describe("hardware", () => {
  it("of a stopped machine is changed, and the guest's address with it", async () => {
    const machine = await linked("web");
    const other = await test.add("db");
    const iso = await test.disk("cd.iso", "raw");
    expect(
      await changes.set(machine.id, {
        memoryMiB: 48,
        cpus: 1,
        address: "192.168.100.9",
        vncDisplay: 3,
        cdrom: iso,
        boot: "cdrom",
      }),
    ).toEqual(
      ok({
        ...machine,
        memoryMiB: 48,
        vncDisplay: 3,
        network: { ...machine.network, address: "192.168.100.9" },
        cdrom: iso,
        boot: "cdrom",
      }),
    );
    expect(readFileSync(machine.seed ?? "").includes("192.168.100.9/24")).toBe(true);
    good(await test.machines.start(machine.id));
    expect(await changes.set(machine.id, { cpus: 1 })).toMatchObject({
      error: { code: "machine-running" },
    });
    good(await test.machines.kill(machine.id));
    expect(await changes.set(machine.id, { address: other.network.address })).toMatchObject({
      error: { code: "address-taken" },
    });
    expect(await changes.set(machine.id, { memoryMiB: 99_999_999 })).toMatchObject({
      error: { code: "memory-invalid" },
    });
    expect(await changes.set(machine.id, { cdrom: "/nowhere.iso" })).toMatchObject({
      error: { code: "disk-missing" },
    });
    const bare = good(await changes.set(machine.id, { cdrom: null }));
    expect([bare.cdrom, bare.boot]).toEqual([undefined, undefined]);
    expect(await changes.set(machine.id, { boot: "cdrom" })).toMatchObject({
      error: { code: "cdrom-missing" },
    });
  });
});

describe("the trash", () => {
  it("gives a machine back as it was, its disk having stayed where it was", async () => {
    const machine = await test.add("web");
    good(await test.machines.delete(machine.id));
    expect(await names()).toEqual([]);
    expect(existsSync(machine.disk.path)).toBe(true);
    const [entry] = good(await trash.list());
    expect(entry).toMatchObject({
      id: machine.id,
      name: "web",
      disk: machine.disk.path,
      expiresAt: (entry?.deletedAt ?? 0) + 7 * 24 * 3600 * 1000,
    });
    expect(await trash.restore(machine.id)).toEqual(ok(machine));
    expect((await test.view(machine.id)).definition).toEqual(machine);
    expect(await trash.list()).toEqual(ok([]));
    good(await test.machines.start(machine.id));
  });

  it("frees name and address at once, and keeps a clone’s disk and template", async () => {
    const old = await linked("web");
    await write(old.disk.path, 9);
    good(await test.machines.delete(old.id));
    const next = await test.add("web");
    expect(next.network.address).toBe(old.network.address);
    expect(await templates.delete(old.template?.id ?? "")).toMatchObject({
      error: { code: "template-has-clones", params: { machines: "web (trash)" } },
    });
    expect(await trash.restore(old.id)).toMatchObject({ error: { code: "machine-name-taken" } });
    expect((await trash.list()).ok && (await names())).toEqual(["web"]);
    const back = good(await trash.restore(old.id, "web-2"));
    expect(back).toEqual({
      ...old,
      name: "web-2",
      network: { ...old.network, address: "192.168.100.2" },
    });
    expect(await seedOf(back)).toContain('hostname: "web-2"');
    expect(readFileSync(back.seed ?? "").includes("192.168.100.2/24")).toBe(true);
    good(await test.machines.start(back.id));
  });

  it("erases no disk that a QEMU uses, neither on demand nor by itself", async () => {
    const { id } = await linked("web");
    good(await test.machines.delete(id));
    const qemu = await foreignQemu(join(test.paths.trash, id, "disk.qcow2"));
    const record = join(test.paths.trash, id, "deleted.json");
    try {
      expect(await trash.empty()).toMatchObject({ error: { code: "disk-in-use" } });
      writeFileSync(record, JSON.stringify({ at: 0 }));
      await trash.purge();
      const { over } = JSON.parse(readFileSync(record, "utf8"));
      writeFileSync(record, JSON.stringify({ at: 0, over: { ...over, uptime: -3600 } }));
      await trash.purge();
      expect(readdirSync(test.paths.trash)).toEqual([id]);
    } finally {
      await endChild(qemu);
    }
    good(await trash.empty());
    expect(readdirSync(test.paths.trash)).toEqual([]);
  });

  it("is emptied on demand, and after seven days by itself", async () => {
    const ids: string[] = [];
    for (const name of ["a", "b", "c"]) {
      const { id } = await test.add(name);
      ids.push(id);
      good(await test.machines.delete(id));
    }
    const [a = "", b = "", c = ""] = ids;
    good(await trash.empty([a]));
    expect(await trash.empty([a])).toMatchObject({ error: { code: "trash-unknown" } });
    const week = 7 * 24 * 3600 * 1000;
    const record = (id: string) => join(test.paths.trash, id, "deleted.json");
    writeFileSync(record(b), JSON.stringify({ at: Date.now() - week - 1000 }));
    writeFileSync(record(c), JSON.stringify({ at: Date.now() - week + 60_000 }));
    // A look erases nothing, and no clock is believed at once.
    await trash.purge();
    expect(good(await trash.list()).map(({ id }) => id)).toEqual([c, b]);
    const noted = JSON.parse(readFileSync(record(b), "utf8"));
    const since = { ...noted.over, uptime: noted.over.uptime - 3600 };
    writeFileSync(record(b), JSON.stringify({ ...noted, over: since }));
    await trash.purge();
    expect(readdirSync(test.paths.trash)).toEqual([c]);
    good(await trash.empty());
    expect(readdirSync(test.paths.trash)).toEqual([]);
    // Disks that existed before the machines must not be removed.
    expect(existsSync(join(test.folder, "a.qcow2"))).toBe(true);
  });
});
