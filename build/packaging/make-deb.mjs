import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kibibytes } from "./kibibytes.mjs";

/**
 * A Debian package, by dpkg-deb (deb-control(5)).
 * @type {import("./fpm.mjs").Maker}
 */
export function makeDeb(wish, root) {
  const size = kibibytes(root);
  const control = join(root, "DEBIAN");
  mkdirSync(control);
  const [summary, ...details] = wish.description;
  writeFileSync(
    join(control, "control"),
    [
      `Package: ${wish.name}`,
      `Version: ${wish.version}`,
      `Architecture: ${wish.architecture}`,
      `Maintainer: ${wish.maintainer}`,
      `Installed-Size: ${size}`,
      `Depends: ${wish.depends.join(", ")}`,
      `Recommends: ${wish.recommends.join(", ")}`,
      `Section: ${wish.category}`,
      "Priority: optional",
      `Homepage: ${wish.url}`,
      `Description: ${summary}`,
      ...details.map((line) => ` ${line}`),
      "",
    ].join("\n"),
  );
  const { afterInstall, beforeRemove, afterRemove } = wish.scripts;
  for (const [source, name] of /** @type {const} */ ([
    [afterInstall, "postinst"],
    [beforeRemove, "prerm"],
    [afterRemove, "postrm"],
  ])) {
    cpSync(source, join(control, name));
    chmodSync(join(control, name), 0o755);
  }
  // xz would take minutes for a tenth less.
  const how = ["--root-owner-group", "-Zzstd", "-z9"];
  execFileSync("dpkg-deb", [...how, "--build", root, wish.target], { stdio: "inherit" });
}
