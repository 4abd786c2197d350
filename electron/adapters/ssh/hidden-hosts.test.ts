import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { installSshConfig } from "./config-file.ts";
import { findHiddenHosts } from "./hidden-hosts.ts";

let home: string;
const files = () => ({ own: join(home, ".ssh/config"), part: join(home, "virtray/ssh_config") });
const write = (name: string, text: string) => writeFileSync(join(home, ".ssh", name), text);

/** The names that are hidden by machines, and the files that have them. */
async function hidden(...names: readonly string[]): Promise<readonly string[]> {
  const found = await findHiddenHosts(files(), names);
  return found.map(({ params }) => {
    const { name, file } = params as { readonly name: string; readonly file: string };
    return `${name} in ${file.slice(home.length + 1)}`;
  });
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "hidden-hosts-"));
  mkdirSync(join(home, ".ssh/config.d"), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

it.each([
  ["Host web\n  HostName web.example.org\n", ["web"]],
  ["host = db web\n", ["web"]],
  ['\tHOST\t"web"\n', ["web"]],
  ["Host *\n  User web\nHost w?b !web\n", []],
  ["# Host web\nHostName web\nHostKeyAlias web\n", []],
  ["Host website web.example.org\n", []],
  ["", []],
])("tells of own entries with a machine’s name, in %j", async (text, names) => {
  write("config", text);
  await installSshConfig(files(), "Host web\n  HostName 192.168.100.1\n");
  expect(await hidden("web", "other")).toEqual(names.map((name) => `${name} in .ssh/config`));
});

it("reads the files that the configuration includes, by name, pattern and home folder", async () => {
  write("config", 'Include config.d/*.conf ~/.ssh/more "none"\nInclude config\n');
  write("config.d/a.conf", "Host web\n");
  write("config.d/b.off", "Host db\n");
  write("config.d/.c.conf", "Host db\n");
  write("more", "Host mail\n");
  expect(new Set(await hidden("web", "db", "mail"))).toEqual(
    new Set(["web in .ssh/config.d/a.conf", "mail in .ssh/more"]),
  );
});

it("tells of nothing where there is no configuration", async () => {
  expect(await hidden("web")).toEqual([]);
});
