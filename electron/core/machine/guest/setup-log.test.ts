import { expect, it } from "vitest";
import { readSetupLog } from "./setup-log.ts";

/** Lines as Debian 12's cloud-init 22.4.2 writes them to a serial console. */
const boot = "[    0.000000] Linux version 6.1.0-38-cloud-amd64 (debian-kernel@lists.debian.org)";
const at = "Sun, 29 Nov 2026 22:10:31 +0000";
const line = (said: string) => `[   15.123456] cloud-init[345]: ${said}`;
const stage = (name: string) =>
  line(`Cloud-init v. 22.4.2 running '${name}' at ${at}. Up 15.12 seconds.`);
const finished = line(
  `Cloud-init v. 22.4.2 finished at ${at}. Datasource DataSourceNoCloud [seed=/dev/vdb][dsmode=net].  Up 40.52 seconds`,
);
const read = (...lines: readonly string[]) => readSetupLog(`${lines.join("\r\n")}\r\n`);
const since = Date.parse(at);

it("tells the step that is on, and since when", () => {
  expect(read(boot)).toBeNull();
  expect(read(boot, stage("init-local"))).toEqual({ stage: "setting-up", step: "local", since });
  expect(read(boot, stage("init-local"), stage("init"))).toMatchObject({ step: "network" });
  expect(read(boot, stage("init"), stage("modules:config"))).toMatchObject({ step: "config" });
  expect(read(boot, stage("modules:final"), line("Reading package lists..."))).toMatchObject({
    stage: "setting-up",
    step: "final",
  });
  expect(read(boot, stage("modules:final"), finished)).toEqual({ stage: "ready" });
});

it("begins anew when the guest boots again", () => {
  const first = [boot, stage("modules:final"), finished];
  expect(read(...first, boot)).toBeNull();
  expect(read(...first, boot, stage("init"))).toMatchObject({ step: "network" });
});

it.each([
  [
    "a package that is not there",
    [
      line("E: Unable to locate package nosuch"),
      line(
        "2026-11-29 22:10:31,123 - cc_package_update_upgrade_install.py[WARNING]: Failed to install packages: ['nosuch']",
      ),
    ],
    "E: Unable to locate package nosuch",
  ],
  [
    "a command that is no command",
    [
      line(
        "2026-11-29 22:10:31,123 - util.py[WARNING]: Running module runcmd (<module 'cloudinit.config.cc_runcmd'>) failed",
      ),
    ],
    "Running module runcmd (<module 'cloudinit.config.cc_runcmd'>) failed",
  ],
  [
    "a script that fails",
    [
      line(
        "2026-11-29 22:10:31,123 - cc_scripts_user.py[WARNING]: Failed to run module scripts-user (scripts in /var/lib/cloud/instance/scripts)",
      ),
      finished,
    ],
    "Failed to run module scripts-user (scripts in /var/lib/cloud/instance/scripts)",
  ],
  [
    "a service of it",
    [
      "[\u001b[0;1;31mFAILED\u001b[0m] Failed to start cloud-final.service - Cloud-init: Final Stage.",
    ],
    "[FAILED] Failed to start cloud-final.service - Cloud-init: Final Stage.",
  ],
])("tells that %s failed, by its line", (_what, lines, said) => {
  expect(read(boot, stage("modules:final"), ...lines)).toEqual({ stage: "failed", line: said });
});

it("takes advice for no failure", () => {
  const advice = line(
    "2026-11-29 22:10:31,123 - schema.py[WARNING]: Deprecated cloud-config provided: chpasswd.list",
  );
  expect(read(boot, stage("modules:final"), advice, finished)).toEqual({ stage: "ready" });
});

it("keeps a guest’s words short, in one line, and away from a terminal’s ears", () => {
  const said = `x - util.py[WARNING]: Running module \u001b]0;owned\u0007\u202e failed ${"x".repeat(100_000)}`;
  const found = read(boot, line(said));
  if (found?.stage !== "failed") throw new Error("It has not failed.");
  expect(found.line).toMatch(/^Running module \\x1b\]0;owned\\x07\\u\{202e\} failed x+$/);
  expect(found.line.length).toBeLessThan(300);
});

it("takes no time that is none", () => {
  const strange = line("Cloud-init v. 1 running 'init' at some day. Up 3 seconds.");
  expect(read(boot, strange)).toEqual({ stage: "setting-up", step: "network", since: null });
});
