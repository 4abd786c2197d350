import { afterAll, beforeAll, expect, it } from "vitest";
import { makeMachines, type TestMachines } from "../../../e2e/rig/machines.ts";
import { appError, ok } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { MarkMachine } from "../../contract/machine/marks.ts";
import { createChangesService } from "./change/edit.ts";
import { createSnapshotsService } from "./change/snapshots.ts";

let test: TestMachines;
let web: MachineFile;
const mark = (change: Partial<MarkMachine>) =>
  test.machines.mark(web.id, { addTags: [], removeTags: [], ...change });

beforeAll(async () => {
  test = makeMachines();
  web = await test.add("web");
});
afterAll(() => test?.close());

it("keeps tags sorted and each once, and a note, until they are removed", async () => {
  expect(await mark({ addTags: ["prod", "db", "prod"], note: "Ada’s" })).toEqual(ok(undefined));
  const { definition } = await test.view(web.id);
  expect([definition.tags, definition.note]).toEqual([["db", "prod"], "Ada’s"]);
  expect(await mark({ removeTags: ["db", "prod", "never"], note: null })).toEqual(ok(undefined));
  expect((await test.view(web.id)).definition).toEqual(web);
});

it("refuses a seventeenth tag, and keeps the others", async () => {
  const tags = Array.from({ length: 16 }, (_none, index) => `t${index}`);
  await mark({ addTags: tags });
  expect(await mark({ addTags: ["more"] })).toMatchObject({ error: { code: "input-invalid" } });
  expect((await test.view(web.id)).definition.tags).toHaveLength(16);
});

it("protects a machine from delete, kill and restore, but not from its shutdown", async () => {
  const snapshots = createSnapshotsService(test.parts);
  const taken = await snapshots.take(web.id, "before");
  if (!taken.ok) throw new Error(JSON.stringify(taken.error));
  await mark({ isProtected: true });
  const refused = { ok: false, error: appError("machine-protected", { name: "web" }) };
  expect(await test.machines.delete(web.id)).toEqual(refused);
  expect(await snapshots.restore(web.id, taken.value.id)).toEqual(refused);
  expect(await test.machines.start(web.id)).toMatchObject({ ok: true });
  expect(await test.machines.kill(web.id)).toEqual(refused);
  expect((await test.view(web.id)).status).toBe("running");
  await mark({ isProtected: false });
  expect(await test.machines.kill(web.id)).toEqual(ok(undefined));
  expect(await snapshots.restore(web.id, taken.value.id)).toMatchObject({ ok: true });
});

it("does not protect a copy", async () => {
  await mark({ isProtected: true });
  const copy = await createChangesService(test.parts).clone(web.id, "copy");
  if (!copy.ok) throw new Error(JSON.stringify(copy.error));
  expect(copy.value.protected).toBeUndefined();
  expect(await test.machines.delete(copy.value.id)).toEqual(ok(undefined));
  await mark({ isProtected: false });
});
