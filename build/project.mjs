import { resolve } from "node:path";

/** The project's top folder. */
export const projectFolder = resolve(import.meta.dirname, "..");
