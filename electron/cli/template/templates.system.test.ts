import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import type { ActionJson, FailureJson, MachineDetailJson } from "../../contract/app/cli.ts";
import type { TemplateJson } from "../../contract/app/cli-storage.ts";

const program = join(import.meta.dirname, "../../../build/virtray.mjs");
const mebibyte = 1024 * 1024;
const key =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7nQz00000000000000000000000000000000000000 ada@desk";
let instance: Instance;
let home: string;
let image: string;

beforeEach(() => {
  instance = makeInstance();
  home = join(instance.folder, "home");
  mkdirSync(join(home, ".ssh"), { recursive: true });
  instance.env["HOME"] = home;
  image = join(instance.folder, "image.raw");
  const content = Buffer.alloc(8 * mebibyte);
  for (let at = 0; at < content.length; at += 4096) content.writeUInt32LE(at + 1, at);
  content.set([0x55, 0xaa], 510);
  writeFileSync(image, content);
});

afterEach(() => instance.close());

const data = (...names: readonly string[]) => join(instance.folder, "data/virtray", ...names);

async function addTemplate(name = "deb", ...more: readonly string[]): Promise<TemplateJson> {
  return instance.json("template", "add", name, "--from", image, "--user", "debian", ...more);
}

function create(name: string, ...more: readonly string[]): Promise<MachineDetailJson> {
  return instance.json("create", name, "--template", "deb", "--memory", "32", ...more);
}

/** Returns the code of the error of a command that fails. */
async function failure(...args: readonly string[]): Promise<string> {
  const done = await instance.virtray(...args, "--json");
  expect(done.exitCode).toBe(1);
  const told = JSON.parse(done.stdout) as FailureJson | readonly ActionJson[];
  return ("error" in told ? told.error.code : told[0]?.error?.code) ?? "";
}

function seedFile(machine: MachineDetailJson, name: string): string {
  return execFileSync("mtype", ["-i", data("machines", machine.id, "seed.img"), `::${name}`], {
    encoding: "utf8",
  });
}

describe("machines from a template", () => {
  it("are new each: id, MAC, address, name and instance, on a disk that grew", async () => {
    writeFileSync(join(home, ".ssh/id_ed25519.pub"), `${key}\n`);
    const template = await addTemplate();
    const web = await create("web", "--disk", "1G");
    const pg = await create("pg", "--address", "192.168.100.77", "--user", "ada");
    expect(web.definition).toEqual({
      version: 3,
      id: web.id,
      name: "web",
      createdAt: expect.any(String) as unknown,
      memoryMiB: 32,
      cpus: 1,
      acceleration: "auto",
      disk: { path: data("machines", web.id, "disk.qcow2"), format: "qcow2", bus: "virtio" },
      network: { address: "192.168.100.1", mac: web.mac, nic: "virtio" },
      vncDisplay: null,
      template: { id: template.id, name: "deb" },
      seed: data("machines", web.id, "seed.img"),
      user: "debian",
    });
    expect(pg.definition).toMatchObject({ network: { address: "192.168.100.77" }, user: "ada" });
    expect(pg.mac).not.toBe(web.mac);
    expect(seedFile(web, "user-data")).toContain(`hostname: "web"\n`);
    expect(seedFile(web, "user-data")).toContain(`  - "${key}"\n`);
    expect(seedFile(pg, "meta-data")).toBe(`instance-id: "${pg.id}"\nlocal-hostname: "pg"\n`);
    expect(seedFile(pg, "network-config")).toContain(`- "192.168.100.77/24"`);
    const { stdout } = await execa("qemu-img", ["info", "--output=json", web.definition.disk.path]);
    expect(JSON.parse(stdout)).toMatchObject({
      "virtual-size": 1024 * mebibyte,
      "backing-filename": data("templates", template.id, "base.qcow2"),
    });
    expect(await instance.json("template", "list")).toMatchObject([
      { name: "deb", virtualBytes: 8 * mebibyte, clones: ["pg", "web"], problem: null },
    ]);
  });

  it("report that no user can log in without a key, or make one", async () => {
    await addTemplate();
    const plain = ["--template", "deb", "--memory", "32"];
    const without = await instance.virtray("create", "web", ...plain);
    expect(without).toMatchObject({ exitCode: 0 });
    expect(without.stderr).toMatch(/^Warning: there is no SSH key in ~\/\.ssh, /);
    const made = await create("pg", "--make-key");
    const own = readFileSync(join(home, ".ssh/id_ed25519.pub"), "utf8").trim();
    expect(seedFile(made, "user-data")).toContain(own);
    // From now on, there is one.
    expect(await instance.virtray("create", "db", ...plain, "--make-key")).toMatchObject({
      exitCode: 0,
      stderr: "",
    });
    expect(readdirSync(join(home, ".ssh")).sort()).toEqual(["id_ed25519", "id_ed25519.pub"]);
    // The private half alone puts no key into a machine, and no second pair is made beside it.
    rmSync(join(home, ".ssh/id_ed25519.pub"));
    const half = await instance.virtray("create", "half", ...plain);
    expect(half.stderr).toContain("there is only the private half of an SSH key");
    expect(await failure("create", "mq", ...plain, "--make-key")).toBe("ssh-key-invalid");
  });

  it("run, seed and all, and their template cannot be deleted until they are independent", async () => {
    await addTemplate();
    const web = await create("web");
    expect(await failure("template", "delete", "deb")).toBe("template-has-clones");
    expect((await instance.virtray("template", "delete", "deb")).stderr).toContain(": web.");
    expect((await instance.virtray("start", "web")).exitCode).toBe(0);
    expect(await failure("flatten", "web")).toBe("machine-running");
    expect(await failure("template", "add", "two", "--machine", "web")).toBe("machine-running");
    expect((await instance.virtray("kill", "web")).exitCode).toBe(0);
    const flat = await instance.json<MachineDetailJson>("flatten", "web");
    expect(flat.definition.template).toBeUndefined();
    expect(await failure("flatten", "web")).toBe("machine-not-linked");
    expect((await instance.virtray("template", "delete", "deb")).exitCode).toBe(0);
    expect(readdirSync(data("templates"))).toEqual([]);
    const { path } = web.definition.disk;
    const { stdout } = await execa("qemu-img", ["compare", "-f", "qcow2", path, image]);
    expect(stdout).toBe("Images are identical.");
    expect((await instance.virtray("start", "web")).exitCode).toBe(0);
  });

  it("do not start on a changed or missing template, and all of them are named", async () => {
    const template = await addTemplate();
    await create("web");
    await create("pg");
    const base = data("templates", template.id, "base.qcow2");
    renameSync(base, `${base}.away`);
    expect(await failure("start", "web")).toBe("template-missing");
    renameSync(`${base}.away`, base);
    expect((await instance.virtray("start", "web")).exitCode).toBe(0);
    chmodSync(base, 0o644);
    appendFileSync(base, "x");
    expect(await failure("start", "pg")).toBe("template-changed");
    expect((await instance.virtray("start", "pg")).stderr).toContain("would be damaged: pg, web.");
    expect(await failure("create", "more", "--template", "deb")).toBe("template-changed");
    expect(await instance.json("template", "list")).toMatchObject([
      { problemCode: "template-changed" },
    ]);
  });

  it("start in a home that was copied without times, and still tell of a template that changed", async () => {
    const { id } = await addTemplate();
    await create("web");
    const [own, copy] = [data(), data("../copy")];
    await execa("cp", ["-r", "--no-preserve=all", own, copy]);
    rmSync(own, { recursive: true });
    renameSync(copy, own);
    await instance.json("start", "web");
    await instance.json("kill", "web");
    const base = data("templates", id, "base.qcow2");
    appendFileSync(base, "x");
    expect(await failure("start", "web")).toBe("template-changed");
  });

  it("keep a template from being deleted even if their own file cannot be read", async () => {
    await addTemplate();
    const web = await create("web");
    writeFileSync(data("machines", web.id, "machine.json"), "{");
    expect(await failure("template", "delete", "deb")).toBe("template-has-clones");
  });

  it("can become a template themselves", async () => {
    await addTemplate();
    const web = await create("web", "--user", "ada");
    await execa("qemu-io", ["-f", "qcow2", "-c", "write -P 7 1M 64k", web.definition.disk.path]);
    const second = await instance.json<TemplateJson>("template", "add", "two", "--machine", "web");
    const base = data("templates", second.id, "base.qcow2");
    const compared = await execa("qemu-img", ["compare", base, web.definition.disk.path]);
    expect(compared.stdout).toBe("Images are identical.");
    expect(await instance.json("template", "list")).toMatchObject([
      { name: "deb", clones: ["web"] },
      { name: "two", clones: [], user: "ada" },
    ]);
  });

  it("have a machine-id each, also of the template of a used one and of each other’s copies", async () => {
    const root = join(instance.folder, "root");
    mkdirSync(join(root, "etc"), { recursive: true });
    writeFileSync(join(root, "etc/machine-id"), `${"0123".repeat(8)}\n`);
    execFileSync("mke2fs", ["-q", "-t", "ext4", "-d", root, image, "16M"]);
    await addTemplate();
    const web = await create("web");
    await instance.json("template", "add", "used", "--machine", "web");
    const machines = [
      web,
      await create("db", "--template", "used"),
      await instance.json<MachineDetailJson>("clone", "web", "linked"),
      await instance.json<MachineDetailJson>("clone", "db", "copied"),
    ];
    const ids = machines.map(({ id }) => {
      const raw = join(instance.folder, "disk.raw");
      execFileSync("qemu-img", ["convert", "-O", "raw", data("machines", id, "disk.qcow2"), raw]);
      return execFileSync("debugfs", ["-R", "cat /etc/machine-id", raw], {
        encoding: "utf8",
        stdio: "pipe",
      });
    });
    expect(ids).toEqual(machines.map(({ id }) => `${id.replaceAll("-", "")}\n`));
  });

  it("vanish with their disks once the trash is emptied, and the template stays", async () => {
    await addTemplate();
    const web = await create("web");
    expect((await instance.virtray("delete", "web")).exitCode).toBe(0);
    expect(existsSync(data("machines", web.id))).toBe(false);
    // It still depends on its template while it is in the trash, or it could not be restored.
    expect(await instance.json("template", "list")).toMatchObject([{ clones: ["web (trash)"] }]);
    expect((await instance.virtray("trash", "empty")).exitCode).toBe(0);
    expect(await instance.json("template", "list")).toMatchObject([{ clones: [], problem: null }]);
  });
});

describe("bad input", () => {
  it("ends in a sentence, and writes nothing", async () => {
    await addTemplate();
    await create("web");
    const file = (name: string, text: string) => {
      writeFileSync(join(instance.folder, name), text);
      return join(instance.folder, name);
    };
    // `runtime` leads to the locks, which every command takes.
    const listing = () =>
      readdirSync(data(), { recursive: true, encoding: "utf8" })
        .filter((name) => !name.startsWith("runtime/"))
        .sort();
    const before = listing();
    const on = ["--template", "deb"];
    const twoKeys = file("two.pub", `${key}\nnot a key\n`);
    const script = file("script", "#!/bin/sh\n");
    const text = file("text.img", "A letter.\n".repeat(512));
    const table: readonly (readonly [string, readonly string[]])[] = [
      ["template-unknown", ["create", "x", "--template", "none"]],
      ["machine-name-taken", ["create", "web", ...on]],
      ["machine-name-invalid", ["create", 'a"b', ...on]],
      ["address-outside", ["create", "x", ...on, "--address", "10.0.0.1"]],
      ["address-taken", ["create", "x", ...on, "--address", "192.168.100.1"]],
      ["user-invalid", ["create", "x", ...on, "--user", "a b"]],
      ["size-invalid", ["create", "x", ...on, "--disk", "many"]],
      ["disk-smaller", ["create", "x", ...on, "--disk", "1M"]],
      ["memory-invalid", ["create", "x", ...on, "--memory", "99999999"]],
      ["ssh-key-invalid", ["create", "x", ...on, "--key", twoKeys]],
      ["user-data-invalid", ["create", "x", ...on, "--user-data", script]],
      ["disk-missing", ["create", "x", ...on, "--user-data", "/nowhere"]],
      ["template-name-taken", ["template", "add", "deb", "--from", image]],
      ["image-unsupported", ["template", "add", "x", "--from", text]],
      ["disk-missing", ["template", "add", "x", "--from", "/nowhere"]],
      ["machine-unknown", ["template", "add", "x", "--machine", "none"]],
      ["catalogue-unknown", ["template", "add", "x", "--catalogue", "none"]],
      ["template-unknown", ["template", "delete", "none"]],
      ["machine-unknown", ["flatten", "none"]],
    ];
    for (const [code, args] of table) {
      expect([args.join(" "), await failure(...args)]).toEqual([args.join(" "), code]);
    }
    expect(listing()).toEqual(before);
  });

  it("does not wait for a pipe, under any option", async () => {
    await addTemplate();
    const pipe = join(instance.folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    symlinkSync(pipe, join(home, ".ssh/id.pub"));
    const table: readonly (readonly [string, readonly string[]])[] = [
      ["file-not-regular", ["create", "x", "--template", "deb", "--user-data", pipe]],
      ["ssh-key-invalid", ["create", "x", "--template", "deb", "--key", pipe]],
      ["file-not-regular", ["up", "--file", pipe]],
      ["disk-path-invalid", ["template", "add", "x", "--from", pipe]],
      ["disk-path-invalid", ["add", "x", "--disk", pipe]],
      ["disk-path-invalid", ["install", "x", "--disk", "1G", "--cdrom", pipe]],
    ];
    for (const [code, args] of table) {
      expect([args.join(" "), await failure(...args)]).toEqual([args.join(" "), code]);
    }
    // Files in the home that are not keys are skipped.
    await create("web", "--memory", "32");
  });

  it("of a full disk leaves no files", async () => {
    mkdirSync(data(), { recursive: true });
    await execa("mount", ["-t", "tmpfs", "-o", "size=3M", "tmpfs", data()]);
    try {
      expect(await failure("template", "add", "deb", "--from", image)).toBe("disk-full");
      expect(readdirSync(data("templates"))).toEqual([]);
      const blank = join(instance.folder, "blank.raw");
      await execa("qemu-img", ["create", "-q", "-f", "raw", blank, "64M"]);
      expect((await instance.virtray("template", "add", "deb", "--from", blank)).exitCode).toBe(0);
      const rest = join(data(), "rest");
      await execa("dd", ["if=/dev/zero", `of=${rest}`, "bs=4096"], { reject: false });
      expect(await failure("create", "web", "--template", "deb", "--memory", "32")).toBe(
        "disk-full",
      );
      rmSync(rest);
      expect(await instance.json("list")).toEqual([]);
      expect(
        readdirSync(data("machines"), { recursive: true }).filter((name) => name !== ""),
      ).toEqual([]);
    } finally {
      await execa("umount", [data()]);
    }
  });
});

describe("kill -9", () => {
  /** Runs a command and kills it after a share of its usual duration. */
  async function killAt(milliseconds: number, ...args: readonly string[]): Promise<void> {
    const running = execa(process.execPath, [program, ...args], {
      env: instance.env,
      extendEnv: false,
      reject: false,
      stdio: "ignore",
    });
    await Promise.race([running, delay(milliseconds)]);
    running.kill("SIGKILL");
    await running;
  }

  async function timed(work: () => Promise<unknown>): Promise<number> {
    const began = performance.now();
    await work();
    return performance.now() - began;
  }

  it("at 20 moments of adding, cloning, flattening and deleting leaves nothing half-made", async () => {
    const run = async (...args: readonly string[]) => {
      expect(await instance.virtray(...args)).toMatchObject({ exitCode: 0 });
    };
    await execa("xz", ["-k", "-0", image]);
    const steps: readonly (readonly string[])[] = [
      ["template", "add", "deb", "--from", `${image}.xz`],
      ["create", "web", "--template", "deb", "--memory", "32"],
      ["flatten", "web"],
      ["delete", "web"],
      ["template", "delete", "deb"],
    ];
    // Measure the duration of each: the kills are spread over it.
    const spans: number[] = [];
    for (const step of steps) spans.push(await timed(() => run(...step)));
    const rounds = 4;
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, step] of steps.entries()) {
        const span = spans[index] ?? 0;
        await killAt(span * ((round + Math.random()) / rounds), ...step);
        // Every listed item is complete.
        for (const template of await instance.json<readonly TemplateJson[]>("template", "list")) {
          expect(template).toMatchObject({ problem: null, virtualBytes: 8 * mebibyte });
        }
        for (const machine of await instance.json<readonly { problem: unknown }[]>("list")) {
          expect(machine).toMatchObject({ problem: null, address: "192.168.100.1" });
        }
        // A retry works, unless the command had finished before the kill.
        const retried = await instance.virtray(...step, "--json");
        if (retried.exitCode !== 0) {
          expect(retried.stdout).toMatch(
            /template-name-taken|machine-name-taken|machine-not-linked|machine-unknown|template-unknown/,
          );
        }
      }
      expect(await instance.json("list")).toEqual([]);
      expect(await instance.json("template", "list")).toEqual([]);
    }
    // The leftovers of killed commands are gone after the next undisturbed one.
    for (const step of steps) await run(...step);
    expect(readdirSync(data("templates"))).toEqual([]);
    expect(readdirSync(data("machines"))).toEqual([]);
  });
});
