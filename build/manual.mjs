#!/usr/bin/env node
/**
 * `npm run manual`: writes the reference of the command (docs/commands.md) and its manual page
 * (docs/virtray.1, and docs/virtray.de.1 in German) from its own help.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadTypescript } from "./bundle/load-typescript.mjs";
import { de } from "./manual/page-words.mjs";
import { manualPage, markdown } from "./manual/pages.mjs";
import { projectFolder } from "./project.mjs";

/** @type {{ buildProgram(tools: unknown, done: () => void, help?: unknown): import("commander").Command }} */
const { buildProgram } = await loadTypescript(join(projectFolder, "electron/cli/program.ts"));
const { helpDe } = await loadTypescript(join(projectFolder, "electron/cli/base/help-de.ts"));
const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
// Help needs no tools: they are only called when a command runs.
const program = buildProgram({ version }, () => undefined);
writeFileSync(join(projectFolder, "docs/commands.md"), markdown(program));
writeFileSync(join(projectFolder, "docs/virtray.1"), manualPage(program));
const german = buildProgram({ version }, () => undefined, helpDe);
writeFileSync(join(projectFolder, "docs/virtray.de.1"), manualPage(german, de));
process.exit();
