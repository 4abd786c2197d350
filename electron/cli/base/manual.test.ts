import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { de } from "../../../build/manual/page-words.mjs";
import { manualPage, markdown } from "../../../build/manual/pages.mjs";
import { version } from "../../../package.json" with { type: "json" };
import type { Language } from "../../contract/base/languages.ts";
import { buildProgram, type Tools } from "../program.ts";
import { helpDe } from "./help-de.ts";

const docs = join(import.meta.dirname, "../../../docs");
/** Help needs no tools: they are only called when a command runs. */
const program = (language: Language = "en") =>
  buildProgram({ version } as Tools, () => undefined, language === "de" ? helpDe : null);

it.each([
  ["commands.md", markdown],
  ["virtray.1", manualPage],
])("docs/%s describes the present command; “npm run manual” writes it anew", (name, write) => {
  expect(readFileSync(join(docs, name), "utf8")).toBe(write(program()));
});

it("docs/virtray.de.1 does so in German; “npm run manual” rewrites it", () => {
  expect(readFileSync(join(docs, "virtray.de.1"), "utf8")).toBe(manualPage(program("de"), de));
});

it("each command that acts is described with its options", () => {
  const text = markdown(program());
  for (const told of [
    "### `virtray start [name...]`",
    "### `virtray uplink set <auto|none|interface|order> [interfaces]`",
    "- `--timeout <seconds>`: how long to wait, in seconds (default: 60)",
    "### `virtray doctor path <name>`",
  ]) {
    expect(text.split("\n")).toContain(told);
  }
  expect(text).not.toContain("virtray complete ");
});
