import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ok } from "../../contract/errors/app-error.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { renderSshConfig } from "../../core/machine/ssh-config.ts";
import { installSshConfig, isSshConfigInstalled, removeSshConfig } from "./config-file.ts";

let home: string;
const files = () => ({ own: join(home, ".ssh/config"), part: join(home, "übung/ssh_config") });
const install = () => installSshConfig(files(), "# ours\n");

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "ssh-config-"));
  mkdirSync(join(home, ".ssh"), { mode: 0o700 });
});
afterEach(() => rmSync(home, { recursive: true }));

describe("ssh’s configuration of the user’s", () => {
  it.each([
    ["a Latin-1 byte", Buffer.from("Host b\u00fcro\n  Port 22\n", "latin1")],
    ["no line end", Buffer.from("Host *\n  Port 22")],
    ["Windows’ line ends", Buffer.from("Host *\r\n  Port 22\r\n")],
  ])("comes back to the byte, with %s", async (_what, bytes) => {
    writeFileSync(files().own, bytes);
    expect(await install()).toEqual(ok(undefined));
    expect(await install()).toEqual(ok(undefined));
    expect(await isSshConfigInstalled(files())).toBe(true);
    expect(readFileSync(files().own).subarray(-bytes.length)).toEqual(bytes);
    expect(readFileSync(files().own, "utf8")).toContain(`Include "${files().part}"`);
    expect(await removeSshConfig(files())).toEqual(ok(undefined));
    expect(readFileSync(files().own)).toEqual(bytes);
    expect(await isSshConfigInstalled(files())).toBe(false);
  });

  it.each([0o644, 0o600, 0o640])("keeps its mode %o", async (mode) => {
    writeFileSync(files().own, "Host *\n");
    chmodSync(files().own, mode);
    await install();
    expect(statSync(files().own).mode & 0o777).toBe(mode);
    await removeSshConfig(files());
    expect(statSync(files().own).mode & 0o777).toBe(mode);
  });

  it("stays behind the link that leads to it, also when nothing is left of it", async () => {
    const real = join(home, "dotfiles");
    for (const text of ["Host *\n", ""]) {
      writeFileSync(real, text);
      rmSync(files().own, { force: true });
      symlinkSync(real, files().own);
      await install();
      await removeSshConfig(files());
      expect(readlinkSync(files().own)).toBe(real);
      expect(readFileSync(real, "utf8")).toBe(text);
    }
  });

  it("is made for the user alone where there was none, and goes again", async () => {
    await install();
    expect(statSync(files().own).mode & 0o777).toBe(0o600);
    await removeSshConfig(files());
    expect(lstatSync(files().own, { throwIfNoEntry: false })).toBeUndefined();
  });

  it("is left alone where a link leads nowhere, it has further names, or it is a folder", async () => {
    symlinkSync("nowhere", files().own);
    expect(await install()).toMatchObject({ error: { code: "file-link-dangling" } });
    expect(readlinkSync(files().own)).toBe("nowhere");
    expect(await removeSshConfig(files())).toEqual(ok(undefined));
    rmSync(files().own);
    writeFileSync(join(home, "other"), "Host *\n");
    linkSync(join(home, "other"), files().own);
    expect(await install()).toMatchObject({ error: { code: "file-has-names" } });
    expect(statSync(files().own).nlink).toBe(2);
    rmSync(files().own);
    mkdirSync(files().own);
    expect(await install()).toMatchObject({ error: { code: "file-not-regular" } });
  });
});

it.each(["a da/100%", "it's", 'a "quoted" one'])(
  "has ssh refuse another host key once a machine’s is known, in a folder “%s”",
  (name) => {
    const folder = join(home, name);
    mkdirSync(folder, { recursive: true });
    const knownHosts = join(folder, "known_hosts");
    writeFileSync(
      files().own,
      renderSshConfig([sampleMachine()], () => knownHosts),
    );
    const checking = (host: string) =>
      /^stricthostkeychecking (.+)$/m.exec(
        execFileSync("ssh", ["-T", "-F", files().own, "-G", host], { encoding: "utf8", input: "" }),
      )?.[1];
    expect(checking("web")).toBe("accept-new");
    writeFileSync(knownHosts, "192.168.100.1 ssh-ed25519 AAAA\n");
    expect(checking("web")).toBe("true");
    expect(checking("web.vm.internal")).toBe("true");
    expect(checking("elsewhere")).toBe("ask");
  },
);
