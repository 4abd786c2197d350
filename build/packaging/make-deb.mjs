import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { projectFolder } from "../project.mjs";
import { kibibytes } from "./kibibytes.mjs";

/**
 * Makes a Debian package by dpkg-deb (deb-control(5)).
 * @type {import("./fpm.mjs").Maker}
 */
export function makeDeb(request, root) {
  writeChangelog(request, root);
  const overrides = join(root, "usr/share/lintian/overrides");
  mkdirSync(overrides, { recursive: true });
  cpSync(join(import.meta.dirname, "lintian-overrides"), join(overrides, request.name));
  const size = kibibytes(root);
  const control = join(root, "DEBIAN");
  mkdirSync(control);
  const [summary, ...details] = request.description;
  writeFileSync(
    join(control, "control"),
    [
      `Package: ${request.name}`,
      `Version: ${request.version}`,
      `Architecture: ${request.architecture}`,
      `Maintainer: ${request.maintainer}`,
      `Installed-Size: ${size}`,
      `Depends: ${request.depends.join(", ")}`,
      `Recommends: ${request.recommends.join(", ")}`,
      `Section: ${request.category}`,
      "Priority: optional",
      `Homepage: ${request.url}`,
      `Description: ${summary}`,
      ...details.flatMap(wrapped).map((line) => ` ${line}`),
      "",
    ].join("\n"),
  );
  const { afterInstall, beforeRemove, afterRemove } = request.scripts;
  for (const [source, name] of /** @type {const} */ ([
    [afterInstall, "postinst"],
    [beforeRemove, "prerm"],
    [afterRemove, "postrm"],
  ])) {
    cpSync(source, join(control, name));
    chmodSync(join(control, name), 0o755);
  }
  // Debian's archive, and dpkg before 1.21.18, refuse zstd.
  const how = ["--root-owner-group", "-Zxz"];
  execFileSync("dpkg-deb", [...how, "--build", root, request.target], { stdio: "inherit" });
}

/**
 * Breaks a paragraph into lines that stay below 80 characters when they are indented.
 * @param {string} text
 * @returns {readonly string[]}
 */
function wrapped(text) {
  return text.match(/\S.{0,73}(?=\s|$)/g) ?? [];
}

/**
 * Writes the changes as Debian's tools read them (deb-changelog(5)), from CHANGELOG.md and the
 * date of the release in the metainfo.
 * @param {import("./fpm.mjs").PackageRequest} request
 * @param {string} root
 */
function writeChangelog({ name, version, maintainer }, root) {
  const [metainfo = ""] = readdirSync(join(root, "usr/share/metainfo"));
  const released = readFileSync(join(root, "usr/share/metainfo", metainfo), "utf8");
  const date = released.split(`version="${version}" date="`)[1]?.split('"')[0];
  if (date === undefined) throw new Error(`the metainfo has no release ${version}`);
  const [, latest = ""] = readFileSync(join(projectFolder, "CHANGELOG.md"), "utf8").split(/^## /m);
  const changes = latest
    .split(/^- /m)
    .slice(1)
    .map((item) => item.split("\n\n")[0]?.replaceAll(/\s+/g, " ").trim() ?? "");
  const text = [
    `${name} (${version}) unstable; urgency=medium`,
    "",
    ...changes.flatMap((change) => {
      const [first = "", ...rest] = wrapped(change);
      return [`  * ${first}`, ...rest.map((line) => `    ${line}`)];
    }),
    "",
    ` -- ${maintainer}  ${new Date(date).toUTCString().replace("GMT", "+0000")}`,
    "",
  ].join("\n");
  const folder = join(root, "usr/share/doc", name);
  writeFileSync(join(folder, "changelog.gz"), gzipSync(text, { level: 9 }));
}
