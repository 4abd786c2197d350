import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The package's own files and folders; all other folders belong to the system. */
const own = /^\/(?:opt|usr\/share\/doc)\/[^/]+/;

/**
 * Makes a package for Fedora and its relatives by rpmbuild, from finished files (spec(5)).
 * @type {import("./fpm.mjs").Maker}
 */
export function makeRpm(request, root, work) {
  const [summary, ...details] = request.description;
  const spec = join(work, "package.spec");
  const { afterInstall, beforeRemove, afterRemove } = request.scripts;
  writeFileSync(
    spec,
    [
      // Nothing is compiled here: no debug files, and no stripped or relinked programs.
      "%global debug_package %{nil}",
      "%global __os_install_post %{nil}",
      "%global _build_id_links none",
      "%global _binary_payload w9.zstdio",
      `Name: ${request.name}`,
      `Version: ${request.version}`,
      "Release: 1",
      `Summary: ${summary}`,
      `License: ${request.license}`,
      `URL: ${request.url}`,
      `Packager: ${request.maintainer}`,
      "Group: Applications/System",
      // Electron carries most of its libraries, and a scan would require them of the system.
      "AutoReqProv: no",
      ...request.depends.map((name) => `Requires: ${name}`),
      ...request.recommends.map((name) => `Recommends: ${name}`),
      "%description",
      ...details,
      "%install",
      `cp -a '${root}/.' %{buildroot}/`,
      ...script("%post", afterInstall),
      ...script("%preun", beforeRemove),
      ...script("%postun", afterRemove),
      "%files",
      "%defattr(-,root,root,-)",
      ...entries(root),
      "",
    ].join("\n"),
  );
  const made = join(work, "made.rpm");
  const defines = [`_topdir ${work}`, `_rpmdir ${work}`, "_rpmfilename made.rpm"];
  execFileSync(
    "rpmbuild",
    [
      ...["-bb", "--quiet", "--target", request.architecture],
      ...defines.flatMap((each) => ["--define", each]),
      spec,
    ],
    { stdio: "inherit" },
  );
  renameSync(made, request.target);
}

/**
 * Writes a script of the package, with percent signs doubled: they begin a macro in a spec.
 * @param {string} section
 * @param {string} path
 * @returns {readonly string[]}
 */
function script(section, path) {
  return [section, readFileSync(path, "utf8").replaceAll("%", "%%")];
}

/**
 * Lists the files and folders of the package in the syntax of `%files`.
 * @param {string} root
 * @returns {readonly string[]}
 */
function entries(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => ({
      entry,
      path: `/${join(entry.parentPath, entry.name).slice(root.length + 1)}`,
    }))
    .filter(({ entry, path }) => !entry.isDirectory() || own.test(path))
    .map(({ entry, path }) => `${entry.isDirectory() ? "%dir " : ""}"${path}"`)
    .sort();
}
