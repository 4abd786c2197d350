import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { defaultSettings } from "../../contract/app/settings.ts";
import { type TemplateFile, templateFileVersion } from "../../contract/template/template.ts";
import { pathsFrom } from "../files/paths.ts";
import { createAgreedProjects } from "./agreed-projects.ts";
import { abandonDraft } from "./definition-folder.ts";
import { createSettingsPort } from "./settings-store.ts";
import { beginTemplate, finishTemplate, readTemplates } from "./template-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const id = "6a0ce3c2-41d5-4f5a-9c55-0d8f7a1d2b3c";
function template(virtualBytes: number): TemplateFile {
  return {
    ...{ version: templateFileVersion, id, name: "debian", createdAt: new Date(0).toISOString() },
    source: { kind: "file", path: "/image.qcow2" },
    base: { virtualBytes, bytes: 1, modifiedAt: 1, fingerprint: "a".repeat(64) },
    user: null,
    minimumMemoryMiB: 128,
  };
}

it("writes no definition that its reader would refuse", async () => {
  for (const [virtualBytes, ids] of [
    [0, []],
    [512, [id]],
  ] as const) {
    const draft = await beginTemplate(folder, id);
    if (!draft.ok) throw new Error(draft.error.code);
    const finished = await finishTemplate(folder, draft.value, template(virtualBytes));
    expect(finished).toMatchObject(
      virtualBytes === 0
        ? { error: { code: "write-refused", params: { path: join(folder, id, "template.json") } } }
        : { ok: true },
    );
    if (!finished.ok) await abandonDraft(draft.value);
    const read = await readTemplates(folder);
    expect(read).toMatchObject({ value: { broken: [] } });
    expect(readdirSync(folder).filter((name) => !name.startsWith("."))).toEqual(ids);
  }
});

it("writes no settings that their reader would refuse, and keeps what there was", async () => {
  const path = join(folder, "settings.json");
  const settings = createSettingsPort(path);
  expect(await settings.change({ language: "de" })).toMatchObject({ ok: true });
  const before = readFileSync(path, "utf8");
  const broken = { ...defaultSettings.lan, address: "nowhere" };
  expect(await settings.change({ lan: broken })).toMatchObject({
    error: {
      code: "write-refused",
      params: { path, field: "lan.address", wrong: "address", text: "nowhere" },
    },
  });
  expect(readFileSync(path, "utf8")).toBe(before);
});

it("keeps no agreement that its reader would refuse", async () => {
  const paths = pathsFrom({ HOME: folder, XDG_CONFIG_HOME: folder }, 1000);
  const agreed = createAgreedProjects(paths);
  expect(await agreed.agree("relative", [])).toMatchObject({ error: { code: "write-refused" } });
  expect(await agreed.read()).toEqual([]);
  expect(existsSync(join(dirname(paths.settingsFile), "projects.json"))).toBe(false);
});
