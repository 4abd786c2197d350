/**
 * Loaded before a program of ours by NODE_OPTIONS=--import: kills it, as kill -9 does, right before
 * its change number KILL_AT of files below KILL_BELOW (one folder, or several with colons between).
 * KILL_BY is another signal, which the program may answer; it is sent to the whole process group, as
 * Ctrl-C on a terminal is, so the program must lead one.
 * Counted are the calls of node:fs/promises that change what is on the disk, and pieces of a copy.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const below = (process.env["KILL_BELOW"] ?? "").split(":").filter(Boolean);
let left = Number(process.env["KILL_AT"]);

/** @param {unknown} path */
function count(path) {
  if (!below.some((folder) => String(path).startsWith(folder))) return;
  left -= 1;
  const signal = process.env["KILL_BY"] ?? "SIGKILL";
  if (left === 0) process.kill(signal === "SIGKILL" ? process.pid : 0, signal);
}

for (const name of /** @type {const} */ ([
  "chmod",
  "link",
  "mkdir",
  "rename",
  "rm",
  "symlink",
  "utimes",
])) {
  const real = /** @type {(...args: unknown[]) => Promise<unknown>} */ (fs.promises[name]);
  Object.assign(fs.promises, {
    /** @param {unknown[]} args */
    [name](...args) {
      // The path that is made or replaced: of two, the last one.
      count(["link", "rename", "symlink"].includes(name) ? args[1] : args[0]);
      return real.apply(fs.promises, args);
    },
  });
}
const { open } = fs.promises;
Object.assign(fs.promises, {
  /** @type {typeof open} */
  open(path, flags, mode) {
    if (flags !== "r") count(path);
    return open(path, flags, mode);
  },
});
const { createWriteStream } = fs;
Object.assign(fs, {
  /** @type {typeof createWriteStream} */
  createWriteStream(path, options) {
    const stream = createWriteStream(path, options);
    const write = stream._write.bind(stream);
    /** @type {typeof stream._write} */
    stream._write = (chunk, encoding, done) => {
      count(path);
      write(chunk, encoding, done);
    };
    return stream;
  },
});
syncBuiltinESMExports();
