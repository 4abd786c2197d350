import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeMachines, type TestMachines } from "../../../e2e/rig/machines.ts";
import { createSettingsPort } from "../../adapters/store/settings-store.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { TemplateFile } from "../../contract/template/template.ts";
import type { FollowOptions } from "../base/interfaces.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";
import { cloneMachine } from "../machine/change/clone.ts";
import { exportMachine } from "../machine/change/export.ts";
import { createTrashService } from "../registry/trash.ts";
import { chooseTemplatesFolder } from "./folder.ts";
import { createTemplatesService } from "./service.ts";

/** Where templates’ images lie, on another file system or the same one. */
let test: TestMachines;
let templates: TemplatesService;
let far: string;

beforeEach(async () => {
  test = makeMachines();
  templates = createTemplatesService({
    ...test.parts,
    warmChoice: async () => "by-hand",
    templatesFolder: async () =>
      (await createSettingsPort(test.paths.settingsFile).read()).templatesFolder,
    catalogue: [],
    loginName: "user",
    home: test.folder,
  });
  far = join(test.folder, "far, ü");
  mkdirSync(far);
  await execa("mount", ["-t", "tmpfs", "-o", "size=8M", "tmpfs", far]);
});

afterEach(async () => {
  await test.close().catch(() => {});
  await execa("umount", [far]);
  rmSync(test.folder, { recursive: true, force: true });
});

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const choose = (folder: string, options: FollowOptions = {}) =>
  chooseTemplatesFolder(templates, createSettingsPort(test.paths.settingsFile), folder, () =>
    templates.moveImages(options),
  );
const beside = ({ id }: TemplateFile) => join(test.paths.templates, id, "base.qcow2");
const images = (folder: string) => readdirSync(folder).sort();
const problems = async () => (await templates.list()).templates.map(({ problem }) => problem?.code);

/** A template whose image takes this many MiB. */
async function template(name: string, mebibytes: number): Promise<TemplateFile> {
  const path = await test.disk(`${name}.qcow2`);
  await execa("qemu-io", ["-f", "qcow2", "-c", `write -P 7 0 ${mebibytes}M`, path]);
  return good(await templates.add({ name, from: { kind: "file", path } }));
}

/** A machine of a template. */
const clone = async (name: string, of: TemplateFile) =>
  good(
    await templates.createMachine({ name, template: of.id, cpus: 1, memoryMiB: 32, sshKeys: [] }),
  );

it("brings images to another disk and back, under machines that run", async () => {
  const one = await template("one", 1);
  const two = await template("two", 2);
  const { id } = await clone("web", one);
  good(await test.machines.start(id));
  const progress: (number | null)[] = [];
  const onProgress = ({ fraction }: { readonly fraction: number | null }) => {
    progress.push(fraction);
  };
  expect(good(await choose(far, { onProgress }))).toEqual({ moved: 2 });
  expect(progress.at(-1)).toBe(1);
  expect(images(far)).toEqual([`${one.id}.qcow2`, `${two.id}.qcow2`].sort());
  expect(lstatSync(beside(one)).isSymbolicLink()).toBe(true);
  expect(await problems()).toEqual([undefined, undefined]);
  expect(good(await choose(far))).toEqual({ moved: 0 });
  const over = join(far, `${one.id}.qcow2`);
  const { id: other } = await test.add("other");
  expect(await exportMachine(test.parts, other, over, { replace: "all" })).toMatchObject({
    error: { code: "export-target-own", params: { path: over, by: "one" } },
  });

  // A template that is made now goes there at once, with its image.
  const three = await template("three", 1);
  expect(images(far)).toContain(`${three.id}.qcow2`);
  good(await templates.delete(three.id));
  expect(images(far)).not.toContain(`${three.id}.qcow2`);

  good(await test.machines.kill(id));
  good(await test.machines.start(id));
  await clone("db", two);
  expect(good(await choose(join(far, "deeper")))).toEqual({ moved: 2 });
  expect(images(far)).toEqual(["deeper"]);
  expect(good(await choose(""))).toEqual({ moved: 2 });
  expect(images(join(far, "deeper"))).toEqual([]);
  expect(lstatSync(beside(one)).isFile()).toBe(true);
  expect(await problems()).toEqual([undefined, undefined]);
  good(await test.machines.kill(id));
  good(await test.machines.start(id));
});

it("lets no other user read an image, a disk or a seed, also while it is made", async () => {
  chmodSync(far, 0o755);
  good(await choose(far));
  const look = `find "$@" -type f -printf '%m %f\\n' 2>/dev/null`;
  const where = [far, join(test.folder, "data")];
  const watch = execa("sh", ["-c", `while :; do ${look}; sleep 0.01; done`, "sh", ...where], {
    reject: false,
  });
  try {
    const one = await template("one", 1);
    const web = await clone("web", one);
    const { id: copy } = good(await cloneMachine(test.parts, web.id, "copy"));
    good(await templates.flatten(copy));
    good(await templates.add({ name: "two", from: { kind: "machine", id: web.id } }));
    good(await choose(""));
    good(await choose(far));
    good(await test.machines.delete(web.id));
    good(await createTrashService(test.parts).restore(web.id));
    watch.kill();
    const end = await execa("sh", ["-c", look, "sh", ...where]);
    const listed = `${(await watch).stdout}\n${end.stdout}`;
    const modes = [...listed.matchAll(/^(\d+) .*(?:base|disk|seed|qcow2)/gm)].map(
      ([, mode]) => mode,
    );
    expect([...new Set(modes)].sort()).toEqual(["400", "600"]);

    // As earlier versions left them.
    const image = join(far, `${one.id}.qcow2`);
    const own = [web.disk.path, web.seed ?? ""];
    chmodSync(image, 0o444);
    for (const path of own) chmodSync(path, 0o644);
    await templates.list();
    good(await test.machines.start(web.id));
    expect([image, ...own].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o400, 0o600, 0o600,
    ]);
    expect(await problems()).toEqual([undefined, undefined]);
  } finally {
    watch.kill();
  }
});

it("leaves an image that does not fit in place, and goes on once there is room", async () => {
  const small = await template("a", 1);
  const large = await template("b", 9);
  expect(await choose(far)).toMatchObject({ error: { code: "disk-full", params: { path: far } } });
  expect(images(far)).toEqual([`${small.id}.qcow2`]);
  expect(lstatSync(beside(large)).isFile()).toBe(true);
  expect(await problems()).toEqual([undefined, undefined]);
  await execa("mount", ["-o", "remount,size=32M", far]);
  expect(good(await choose(far))).toEqual({ moved: 1 });
  expect(await problems()).toEqual([undefined, undefined]);
});

it("is cancelled between two bytes, and leaves nothing behind", async () => {
  const one = await template("one", 4);
  const abort = new AbortController();
  const moved = await choose(far, { signal: abort.signal, onProgress: () => abort.abort() });
  expect(moved).toMatchObject({ error: { code: "cancelled" } });
  expect(images(far)).toEqual([]);
  expect(lstatSync(beside(one)).isFile()).toBe(true);
  expect(await problems()).toEqual([undefined]);
});

it("names the missing files while the disk is away, and works once it is back", async () => {
  const one = await template("one", 1);
  const { id } = await clone("web", one);
  good(await choose(join(far, "templates")));
  await execa("mount", ["-t", "tmpfs", "tmpfs", far]);
  try {
    expect(await problems()).toEqual(["template-missing"]);
    const path = join(test.folder, "one.qcow2");
    expect(await templates.add({ name: "two", from: { kind: "file", path } })).toMatchObject({
      error: { code: "templates-folder-gone", params: { path: join(far, "templates") } },
    });
    expect(images(far)).toEqual([]);
    expect(await test.machines.start(id)).toMatchObject({
      error: {
        code: "template-missing",
        params: { path: join(far, "templates", `${one.id}.qcow2`), machines: "web" },
      },
    });
  } finally {
    await execa("umount", [far]);
  }
  good(await test.machines.start(id));
});

it("removes the image of a killed run with its other leftovers", async () => {
  good(await choose(far));
  const id = "00000000-0000-4000-8000-00000000dead";
  const draft = join(test.paths.templates, `.new-${id}-1-1`);
  mkdirSync(draft, { recursive: true });
  symlinkSync(join(far, `${id}.qcow2`), join(draft, "base.qcow2"));
  writeFileSync(join(far, `${id}.qcow2`), "half");
  // The target of a link of that name is not ours.
  const foreign = join(test.paths.templates, ".new-x-1-1");
  mkdirSync(foreign);
  symlinkSync(join(far, "mine.qcow2"), join(foreign, "base.qcow2"));
  writeFileSync(join(far, "mine.qcow2"), "mine");
  const { id: whole } = await template("one", 1);
  expect(images(far)).toEqual([`${whole}.qcow2`, "mine.qcow2"].sort());
  expect(readdirSync(test.paths.templates)).toEqual([whole]);
});

it("refuses folders that cannot hold them, and keeps the setting", async () => {
  const file = await test.disk("file.img", "raw");
  for (const folder of [test.paths.machines, join(test.paths.templates, "x"), join(file, "x")]) {
    expect(await choose(folder)).toMatchObject({ ok: false });
  }
  expect(existsSync(test.paths.settingsFile)).toBe(false);
});
