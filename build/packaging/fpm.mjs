#!/usr/bin/env node
/**
 * Makes a package from the arguments that electron-builder passes to `fpm`, by the distributions' own
 * tools, because fpm itself would be downloaded. An unknown argument is an error.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { makeDeb } from "./make-deb.mjs";
import { makePacman } from "./make-pacman.mjs";
import { makeRpm } from "./make-rpm.mjs";

/**
 * The description of a package to make.
 * @typedef {object} PackageRequest
 * @property {string} name
 * @property {string} version
 * @property {string} architecture by the format's own name
 * @property {string} maintainer
 * @property {string} url
 * @property {string} license
 * @property {string} category
 * @property {readonly string[]} depends
 * @property {readonly string[]} recommends packages that are installed along by default; with pacman if the user wants
 * @property {readonly [summary: string, ...details: string[]]} description
 * @property {{afterInstall: string, beforeRemove: string, afterRemove: string}} scripts paths
 * @property {string} target the package's own path
 *
 * @typedef {(request: PackageRequest, root: string, work: string) => void} Maker
 *   `root` holds the files as they will be below `/`; `work` is for the maker's own files
 */

/** @type {Readonly<Record<string, Maker>>} */
const makers = { deb: makeDeb, rpm: makeRpm, pacman: makePacman };

const single = new Set([
  ...["-s", "-t", "--architecture", "--after-install", "--before-remove", "--after-remove"],
  ...["--description", "--version", "--package", "--name", "--maintainer", "--vendor", "--url"],
  ...["--category", "--deb-priority", "--deb-compression", "--license"],
  ...["--rpm-os", "--rpm-compression", "--rpm-summary", "--pacman-compression"],
]);
const lists = new Set(["-d", "--deb-recommends", "--rpm-tag", "--pacman-optional-depends"]);
const flags = new Set(["--force"]);

/**
 * @param {string} tag a line for the package's head
 * @returns {string} the package that it recommends; no other tag is known here
 */
function recommended(tag) {
  const name = /^Recommends: (.+)$/.exec(tag)?.[1];
  if (name === undefined) throw new Error(`unknown tag: ${tag}`);
  return name;
}

/** @param {readonly string[]} args */
function parse(args) {
  /** @type {Map<string, string>} */
  const options = new Map();
  /** @type {string[]} */
  const depends = [];
  /** @type {string[]} */
  const recommends = [];
  /** @type {{from: string, to: string}[]} */
  const files = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? "";
    if (flags.has(word)) continue;
    if (single.has(word) || lists.has(word)) {
      index += 1;
      const value = args[index] ?? "";
      if (word === "-d") depends.push(value);
      else if (word === "--deb-recommends" || word === "--pacman-optional-depends")
        recommends.push(value);
      else if (word === "--rpm-tag") recommends.push(recommended(value));
      else options.set(word, value);
    } else {
      const [from = "", to = "", ...rest] = word.split("=");
      if (word.startsWith("-") || to === "" || rest.length > 0) {
        throw new Error(`unknown argument: ${word}`);
      }
      files.push({ from, to });
    }
  }
  /** @param {string} name */
  const get = (name) => {
    const value = options.get(name);
    if (value === undefined) throw new Error(`missing argument: ${name}`);
    return value;
  };
  const lines = `${options.get("--rpm-summary") ?? ""}\n${get("--description")}`
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  /** @type {PackageRequest} */
  const request = {
    name: get("--name"),
    version: get("--version"),
    // electron-builder gives all formats Debian's name.
    architecture: get("-t") === "deb" ? get("--architecture") : "x86_64",
    maintainer: get("--maintainer"),
    url: get("--url"),
    license: get("--license"),
    category: options.get("--category") ?? "",
    depends,
    recommends,
    description: [lines[0] ?? "", ...lines.slice(1)],
    scripts: {
      afterInstall: get("--after-install"),
      beforeRemove: get("--before-remove"),
      afterRemove: get("--after-remove"),
    },
    target: get("--package"),
  };
  return { request, files, format: get("-t") };
}

/**
 * Makes desktop files start the script that chooses the window system, because electron-builder
 * writes the name of the binary.
 * @param {string} root
 */
function startByScript(root) {
  const folder = join(root, "usr/share/applications");
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8");
    const changed = text.replaceAll(/^Exec=(\S*)\/virtray-desktop /gm, "Exec=$1/virtray-start ");
    if (changed === text) throw new Error(`no known program in ${path}`);
    writeFileSync(path, changed);
  }
}

/**
 * Validates the files for desktops and software centres by their own programs.
 * @param {string} root
 */
function judge(root) {
  const judges = [
    ["usr/share/applications", "desktop-file-validate"],
    ["usr/share/metainfo", "appstreamcli", "validate", "--no-net"],
  ];
  for (const [folder = "", program = "", ...args] of judges) {
    const paths = readdirSync(join(root, folder)).map((name) => join(root, folder, name));
    execFileSync(program, [...args, ...paths], { stdio: "inherit" });
  }
}

const { request, files, format } = parse(process.argv.slice(2));
const make = makers[format];
if (make === undefined) throw new Error(`unknown format: ${format}`);
const work = mkdtempSync(join(tmpdir(), "virtray-package-"));
try {
  const root = join(work, "root");
  mkdirSync(root);
  // mkdtemp's 0700 would become the mode of `/` in the package.
  chmodSync(root, 0o755);
  for (const { from, to } of files) {
    const target = join(root, to);
    mkdirSync(from.endsWith("/") ? target : dirname(target), { recursive: true });
    cpSync(from, target, { recursive: true, verbatimSymlinks: true });
  }
  startByScript(root);
  judge(root);
  make(request, root, work);
  console.log(`${basename(request.target)}: ${statSync(request.target).size} bytes`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
