import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { planProject } from "./plan.ts";

let base: string;
let home: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "project-plan-"));
  home = join(base, "home");
  mkdirSync(join(home, "secrets"), { recursive: true });
  mkdirSync(join(base, "strange"));
  writeFileSync(join(home, "secrets/token"), "a secret\n");
});

afterEach(() => rmSync(base, { recursive: true }));

it("reads no project whose folder turns into one of the user’s", async () => {
  const text = "machines: {web: {template: tiny, user-data: token}}\n";
  writeFileSync(join(base, "strange/virtray.yaml"), text);
  const turn = `const fs = require("node:fs");
    process.chdir(${JSON.stringify(base)});
    const turn = (to) => { fs.symlinkSync(to, "next"); fs.renameSync("next", "project"); };
    turn("strange");
    process.stdout.write("turning");
    for (;;) { turn("home/secrets"); turn("strange"); }`;
  const turning = spawn(process.execPath, ["-e", turn], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(turning.stdout, "data");
    const seen: Record<string, number> = { "disk-missing": 0, "project-missing": 0 };
    // It must have been met often as either folder, or nothing has been tried.
    while (Object.values(seen).some((times) => times < 100)) {
      const planned = await planProject(join(base, "project/virtray.yaml"), home);
      expect(planned.ok).toBe(false);
      const code = planned.ok ? "" : planned.error.code;
      expect(Object.keys(seen)).toContain(code);
      seen[code] = (seen[code] ?? 0) + 1;
    }
  } finally {
    turning.kill("SIGKILL");
    await once(turning, "close");
  }
});

it("tells which file of user-data guests cannot read, and where", async () => {
  const project = join(base, "strange/virtray.yaml");
  writeFileSync(project, "machines: {web: {template: tiny, user-data: web.yaml}}\n");
  writeFileSync(join(base, "strange/web.yaml"), "packages: []\nuser: {{ name }}\n");
  expect(await planProject(project, home)).toEqual({
    ok: false,
    error: {
      code: "user-data-invalid",
      params: { file: "web.yaml", line: 2, column: 8, fault: { kind: "key" } },
    },
  });
});
