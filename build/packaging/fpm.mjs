#!/usr/bin/env node
/**
 * Makes a Debian package from the arguments that electron-builder gives to `fpm`, by dpkg-deb
 * alone: fpm itself would be downloaded from a place that closed networks do not reach. An
 * argument that is not known here is an error, so that none gets lost unseen.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const single = new Set([
  "-s",
  "-t",
  "--architecture",
  "--after-install",
  "--after-remove",
  "--description",
  "--version",
  "--package",
  "--name",
  "--maintainer",
  "--vendor",
  "--url",
  "--category",
  "--deb-priority",
  "--deb-compression",
  "--license",
]);
const repeated = new Set(["-d", "--deb-recommends"]);
const flags = new Set(["--force"]);

/** @param {readonly string[]} args */
function parse(args) {
  /** @type {Map<string, string>} */
  const options = new Map();
  /** @type {Map<string, string[]>} */
  const lists = new Map();
  /** @type {{from: string, to: string}[]} */
  const files = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? "";
    if (flags.has(word)) continue;
    if (single.has(word) || repeated.has(word)) {
      index += 1;
      const value = args[index] ?? "";
      if (single.has(word)) options.set(word, value);
      else lists.set(word, [...(lists.get(word) ?? []), value]);
    } else {
      const [from = "", to = "", ...rest] = word.split("=");
      if (word.startsWith("-") || to === "" || rest.length > 0) {
        throw new Error(`unknown argument: ${word}`);
      }
      files.push({ from, to });
    }
  }
  return {
    files,
    depends: lists.get("-d") ?? [],
    recommends: lists.get("--deb-recommends") ?? [],
    /** @param {string} name */
    get(name) {
      const value = options.get(name);
      if (value === undefined) throw new Error(`missing argument: ${name}`);
      return value;
    },
  };
}

/** @param {ReturnType<typeof parse>} wish */
function makeDeb(wish) {
  const root = mkdtempSync(join(tmpdir(), "virtray-deb-"));
  try {
    // It stands for the system's own root folder.
    chmodSync(root, 0o755);
    for (const { from, to } of wish.files) {
      const target = join(root, to);
      mkdirSync(from.endsWith("/") ? target : dirname(target), { recursive: true });
      cpSync(from, target, { recursive: true, verbatimSymlinks: true });
    }
    const kilobytes = execFileSync("du", ["-sk", root], { encoding: "utf8" }).split("\t")[0] ?? "0";
    const control = join(root, "DEBIAN");
    mkdirSync(control);
    const [summary = "", ...details] = wish
      .get("--description")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    writeFileSync(
      join(control, "control"),
      [
        `Package: ${wish.get("--name")}`,
        `Version: ${wish.get("--version")}`,
        `Architecture: ${wish.get("--architecture")}`,
        `Maintainer: ${wish.get("--maintainer")}`,
        `Installed-Size: ${kilobytes}`,
        `Depends: ${wish.depends.join(", ")}`,
        ...(wish.recommends.length === 0 ? [] : [`Recommends: ${wish.recommends.join(", ")}`]),
        `Section: ${wish.get("--category")}`,
        `Priority: ${wish.get("--deb-priority")}`,
        `Homepage: ${wish.get("--url")}`,
        `Description: ${summary}`,
        ...details.map((line) => ` ${line}`),
        "",
      ].join("\n"),
    );
    for (const [option, name] of [
      ["--after-install", "postinst"],
      ["--after-remove", "postrm"],
    ]) {
      const script = join(control, name ?? "");
      cpSync(wish.get(option ?? ""), script);
      chmodSync(script, 0o755);
    }
    const target = wish.get("--package");
    // xz would take minutes for a tenth less.
    execFileSync("dpkg-deb", ["--root-owner-group", "-Zzstd", "-z9", "--build", root, target]);
    console.log(`${basename(target)}: ${statSync(target).size} bytes`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const wish = parse(process.argv.slice(2));
if (wish.get("-t") !== "deb") throw new Error("only Debian packages can be made without fpm");
makeDeb(wish);
