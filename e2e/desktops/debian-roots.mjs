/**
 * Root file systems with whole desktops in them, made of Debian's packages and kept in the cache.
 * Packages are unpacked, not installed: this takes no root's rights and half the time, and the little
 * that their scripts would do for a desktop is done at the end.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../build/project.mjs";
import { recipes } from "./debian-recipes.mjs";

/**
 * @typedef {import("./debian-recipes.mjs").RootName} RootName
 * @typedef {import("./debian-recipes.mjs").Recipe} Recipe
 */

/** Dependencies that no session here uses: pictures, voices, browsers' engines, and installers. */
const unused = [
  ...[/^gnome-backgrounds$/, /^desktop-base$/, /^lib(javascriptcore|webkit2)gtk/, /^libflite/],
  ...[/^perl/, /^libperl/, /^dpkg$/, /^debconf$/, /^iso-codes$/, /^systemd$/],
];
/** The files of a package that are left out. */
const unread = ["doc", "man", "info", "locale", "help", "gtk-doc", "lintian", "bug"];

/**
 * Makes a root file system; needs the network that apt uses, and so runs before the sandbox begins.
 * @param {RootName} name
 * @returns {Promise<void>}
 * @throws when a program that set-up installs is missing, or the download fails
 */
export async function makeDebianRoot(name) {
  await build(await debianRoot(name), recipes[name]);
}

/**
 * @param {RootName} name
 * @returns {Promise<boolean>} whether it was made before
 */
export async function debianRootIsThere(name) {
  return existsSync(await debianRoot(name));
}

/**
 * @param {RootName} name
 * @returns {Promise<string>} the folder where it is once it was made
 */
export async function debianRoot(name) {
  // Its name contains a checksum of everything that it is made from.
  const hash = createHash("sha256").update(await readFile(import.meta.filename));
  hash.update(JSON.stringify(recipes[name]));
  return join(cacheFolder(), `desktop-${name}-${hash.digest("hex").slice(0, 12)}`);
}

/**
 * @param {string} folder appears whole or not at all
 * @param {Recipe} recipe
 */
async function build(folder, recipe) {
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.`);
  try {
    const root = join(work, "root");
    const debs = await fetchPackages(join(work, "apt"), recipe);
    await layOut(root);
    // One for each processor: unpacking takes the most time.
    const waiting = [...debs];
    const unpackAll = async () => {
      for (let deb = waiting.pop(); deb !== undefined; deb = waiting.pop()) await unpack(deb, root);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, unpackAll));
    await configure(root);
    await rename(root, folder).catch((error) => {
      // Another run has finished first.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Has apt choose and fetch the packages, with lists and a state of its own, in which nothing is
 * installed yet.
 * @param {string} apt
 * @param {Recipe} recipe
 * @returns {Promise<readonly string[]>} their files
 */
async function fetchPackages(apt, recipe) {
  for (const name of ["state/lists/partial", "cache/archives/partial", "debs"])
    await mkdir(join(apt, name), { recursive: true });
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  const source = `deb [signed-by=${keyring}] ${await mirror()} ${recipe.suite} main\n`;
  await writeFile(join(apt, "sources"), source);
  await writeFile(join(apt, "status"), "");
  const options = [
    ...[`Dir::State=${apt}/state`, `Dir::State::status=${apt}/status`, `Dir::Cache=${apt}/cache`],
    ...[`Dir::Etc::SourceList=${apt}/sources`, "Dir::Etc::SourceParts=/dev/null"],
    // The computer's own pins and hooks are left out: they are not meant for this root.
    ...["Dir::Etc::Preferences=/dev/null", "Dir::Etc::PreferencesParts=/dev/null"],
    ...["Acquire::Languages=none", "APT::Update::Post-Invoke-Success::=true"],
    "APT::Update::Error-Mode=any",
    ...["APT::Sandbox::User=root", "APT::Install-Recommends=false"],
  ].flatMap((option) => ["--option", option]);
  await execa("apt-get", [...options, "--quiet", "update"]);
  const choose = [...options, "--quiet", "--simulate", "install", ...recipe.packages];
  const { stdout } = await execa("apt-get", choose);
  const chosen = [...stdout.matchAll(/^Inst (\S+) \((\S+)/gm)]
    .filter(([, name = ""]) => !unused.some((pattern) => pattern.test(name)))
    .map(([, name, version]) => `${name}=${version}`);
  const debs = join(apt, "debs");
  await execa("apt-get", [...options, "--quiet", "download", ...chosen], { cwd: debs });
  return (await readdir(debs)).map((file) => join(debs, file));
}

/**
 * Returns the mirror that this computer gets Debian's packages from, or the environment's
 * DEBIAN_MIRROR where apt knows only another system's.
 */
async function mirror() {
  const format = ["--format", "$(ORIGIN) $(REPO_URI)"];
  const { stdout } = await execa("apt-get", ["indextargets", ...format], { reject: false });
  const found = process.env["DEBIAN_MIRROR"] ?? /^Debian (\S+)$/m.exec(stdout)?.[1];
  if (found !== undefined) return found;
  throw new Error(
    "apt knows no server with Debian’s packages here. Name one: DEBIAN_MIRROR=http://SERVER/debian/",
  );
}

/**
 * Makes the links that every Debian has; some packages still use the old paths.
 * @param {string} root
 */
async function layOut(root) {
  for (const name of ["bin", "sbin", "lib", "lib64"]) {
    await mkdir(join(root, "usr", name), { recursive: true });
    await symlink(`usr/${name}`, join(root, name));
  }
}

/**
 * @param {string} deb
 * @param {string} root
 */
async function unpack(deb, root) {
  const script = 'deb=$1; shift; dpkg-deb --fsys-tarfile "$deb" | tar -x "$@"';
  const left = unread.map((name) => `--exclude=./usr/share/${name}/*`);
  const how = ["--no-same-owner", "--keep-directory-symlink", "--directory", root];
  await execa("bash", ["-o", "pipefail", "-c", script, "unpack", deb, ...how, ...left]);
}

/** Does what packages' scripts and triggers would have done, as far as a desktop needs it. */
const configuration = `
set -eu
export PATH=/usr/sbin:/usr/bin HOME=/root
ldconfig
glib-compile-schemas /usr/share/glib-2.0/schemas
update-mime-database /usr/share/mime
fc-cache --system-only
for tool in /usr/lib/*/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders; do "$tool" --update-cache; done
for tool in /usr/lib/*/glib-2.0/gio-querymodules; do "$tool" "\${tool%/glib-2.0/*}/gio/modules"; done
[ -e /usr/bin/awk ] || ln -s mawk /usr/bin/awk
mkdir -p /root /home/tester /run /tmp /proc /sys /dev /usr/local/bin
`;

/** @param {string} root */
async function configure(root) {
  const files = {
    "etc/passwd":
      "root:x:0:0:root:/root:/bin/bash\ntester:x:1000:1000:Tester:/home/tester:/bin/bash\n",
    "etc/group": "root:x:0:\ntester:x:1000:\n",
    "etc/hosts": "127.0.0.1 localhost\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "etc/machine-id": `${"0123456789abcdef".repeat(2)}\n`,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text);
  const namespaces = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const words = [...namespaces, "--mount", "chroot", root, "sh", "-c", configuration];
  await execa("unshare", words, { stdin: "ignore" });
}
