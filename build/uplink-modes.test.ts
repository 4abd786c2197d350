import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const reader = "electron/contract/uplink/choice.ts";

/** Reads of a mode that is not a file's: those are masked, or of `device`. */
const modeRead =
  /(?<!\b(?:found|device))\.mode\b|\{[^{}:;]*\bmode\b[^{}:;]*\}\s*(?:=|:\s*UplinkChoice)/;

it("only one file reads the mode of an uplink’s choice, so that the compiler finds the others", () => {
  const files = ["electron", "renderer"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      join(folder, file),
    ),
  );
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."));
  const readers = sources.filter((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return text.includes("UplinkChoice") || /\.(?:choice|uplink)\b/.test(text)
      ? modeRead.test(text)
      : false;
  });
  expect(readers).toEqual([reader]);
});
