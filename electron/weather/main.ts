import { cableFiles } from "../adapters/qemu/cable-files.ts";
import { carryCable } from "./carry-cable.ts";

/** Carries the frames of one machine's cable, and does to them what its record says. */
const [folder, switchFolder] = process.argv.slice(2);
if (folder === undefined || switchFolder === undefined) process.exit(2);
await carryCable(cableFiles(folder), switchFolder);
process.exit();
