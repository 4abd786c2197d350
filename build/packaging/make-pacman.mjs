import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kibibytes } from "./kibibytes.mjs";

/** The attributes that are recorded of each file (alpm-mtree(5)). */
const known = "!all,use-set,type,uid,gid,mode,time,size,md5,sha256,link";

/**
 * Makes a package for Arch and its relatives by bsdtar (PKGINFO(5), "Install/upgrade/remove scripting"
 * in PKGBUILD(5)).
 * @type {import("./fpm.mjs").Maker}
 */
export function makePacman(request, root) {
  const [summary] = request.description;
  const facts = [
    ["pkgname", request.name],
    ["pkgver", `${request.version}-1`],
    ["pkgdesc", summary],
    ["url", request.url],
    ["builddate", String(Math.floor(Date.now() / 1000))],
    ["packager", request.maintainer],
    ["size", String(kibibytes(root) * 1024)],
    ["arch", request.architecture],
    ["license", request.license],
    ...request.depends.map((name) => ["depend", name]),
    ...request.recommends.map((name) => ["optdepend", name]),
  ];
  writeFileSync(join(root, ".PKGINFO"), `${facts.map((fact) => fact.join(" = ")).join("\n")}\n`);
  const { afterInstall, beforeRemove, afterRemove } = request.scripts;
  writeFileSync(
    join(root, ".INSTALL"),
    [
      hook("post_install", afterInstall),
      hook("post_upgrade", afterInstall),
      hook("pre_remove", beforeRemove),
      hook("post_remove", afterRemove),
    ].join("\n"),
  );
  const files = readdirSync(root).filter((name) => !name.startsWith("."));
  const owner = ["--uid", "0", "--gid", "0", "--uname", "root", "--gname", "root"];
  /** @param {readonly string[]} args */
  const bsdtar = (args) => execFileSync("bsdtar", [...owner, ...args], { cwd: root });
  const described = [".INSTALL", ".PKGINFO", ...files];
  bsdtar(["-czf", ".MTREE", "--format=mtree", `--options=${known}`, ...described]);
  const how = ["--format=gnutar", "--zstd", "--options=zstd:compression-level=9"];
  bsdtar(["-cf", request.target, ...how, ".MTREE", ...described]);
}

/**
 * Wraps a script as one of the functions that pacman calls. It gets no argument, because the scripts
 * expect those of dpkg and rpm.
 * @param {string} name
 * @param {string} path
 */
function hook(name, path) {
  return `${name}() (\n  set --\n${readFileSync(path, "utf8")}\n)\n`;
}
