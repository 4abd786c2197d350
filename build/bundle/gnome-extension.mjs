#!/usr/bin/env node
/**
 * Assembles the extension for GNOME Shell in `out/gnome-extension/`, once for each kind of shell:
 * 43 and 44 load scripts (`43/`), 45 and newer load modules (`45/`).
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../project.mjs";

/** Maps each folder to the versions of the shell that load it (gjs.guide, “Targeting older GNOME”). */
const kinds = {
  43: ["43", "44"],
  45: ["45", "46", "47", "48", "49", "50"],
};

const source = join(projectFolder, "assets/gnome-extension");
const target = join(projectFolder, "out/gnome-extension");
const read = (/** @type {string} */ name) => readFileSync(join(source, name), "utf8");

rmSync(target, { recursive: true, force: true });
for (const [kind, versions] of Object.entries(kinds)) {
  const folder = join(target, kind);
  mkdirSync(folder, { recursive: true });
  const code = read(`begin-${kind}.js`) + read("entry.js") + read(`end-${kind}.js`);
  writeFileSync(join(folder, "extension.js"), code);
  const metadata = { ...JSON.parse(read("metadata.json")), "shell-version": versions };
  writeFileSync(join(folder, "metadata.json"), `${JSON.stringify(metadata, null, 2)}\n`);
  cpSync(join(source, "icons"), join(folder, "icons"), { recursive: true });
}
