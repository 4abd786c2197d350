import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { makeInstance } from "../../../e2e/rig/command.ts";
import { until } from "../../../e2e/rig/until.ts";

const program = join(import.meta.dirname, "../../../build/virtray.mjs");

it.each([
  ["SIGINT", 130],
  ["SIGHUP", 129],
  ["SIGTERM", 143],
] as const)(
  "%s ends the making of a template in order, with %i, and nothing is left of it",
  async (signal, exitCode) => {
    const instance = makeInstance();
    try {
      // The image is large enough that its conversion takes a while.
      const image = join(instance.folder, "image.raw");
      const content = Buffer.alloc(512 * 1024 * 1024, 7);
      content.set([0x55, 0xaa], 510);
      writeFileSync(image, content);
      const templates = join(instance.folder, "data/virtray/templates");
      const adding = execa(process.execPath, [program, "template", "add", "deb", "--from", image], {
        env: instance.env,
        extendEnv: false,
        reject: false,
        stdin: "ignore",
      });
      const drafts = () => {
        try {
          return readdirSync(templates, { recursive: true });
        } catch {
          return [];
        }
      };
      await until("the conversion", () =>
        drafts().some((path) => `${path}`.endsWith("base.qcow2")),
      );
      adding.kill(signal);
      expect(await adding).toMatchObject({ exitCode, stderr: "Cancelled." });
      expect(drafts()).toEqual([]);
      expect(await instance.json("template", "list")).toEqual([]);
    } finally {
      await instance.close();
    }
  },
);
