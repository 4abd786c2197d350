import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createConnection } from "node:net";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Polkit, startPolkit, tester } from "../../../e2e/rig/desktop/polkit.ts";
import { oneShotBundleForTests, oneShotDriverForTests } from "../../../e2e/rig/lan/netd-bundle.ts";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  makeGuest,
  makeUplink,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import { readHostNames } from "../../adapters/net/host-names.ts";
import { firewallLeft } from "../../adapters/net/left-over-rules.ts";
import type { OneShotAction } from "../../contract/root/one-shot.ts";

/** Node and our programs, in a folder that every user can reach. */
const place = "/run/virtray-test";
const program = `${place}/node`;
const bundle = `${place}/main/once.js`;
const driver = `${place}/rig/one-shot-driver.js`;
/** The tests see a copy of /etc, so that this computer's is not changed. */
const etc = `${place}/etc`;
const rules = `${place}/rules`;
const optionsFile = "/etc/modprobe.d/virtray.conf";
const fine = { ok: true };

const always = {
  do: "set-module-option",
  option: "kvm_intel emulate_invalid_guest_state=0",
  scope: "always",
} as const;

const never = { do: "unset-module-option", scope: "always" } as const;

let polkit: Polkit;

beforeAll(async () => {
  const [once, asUser] = await Promise.all([oneShotBundleForTests(), oneShotDriverForTests()]);
  for (const name of ["main", "rig", "etc", "rules"]) {
    mkdirSync(`${place}/${name}`, { recursive: true });
  }
  writeFileSync(program, "");
  await sh("mount", "--bind", process.execPath, program);
  await sh("mount", "--bind", once.replace(/\/[^/]*$/, ""), `${place}/main`);
  await sh("mount", "--bind", asUser.replace(/\/[^/]*$/, ""), `${place}/rig`);
  polkit = await startPolkit();
  await sh("cp", "-a", "/etc/.", etc);
  // Most computers have the group already; usermod refuses one that exists twice.
  const groups = readFileSync(`${etc}/group`, "utf8").replace(/^kvm:.*\n/m, "");
  writeFileSync(`${etc}/group`, `${groups}kvm:x:4243:\n`);
  await sh("mount", "--bind", "/etc/polkit-1/rules.d", rules);
  await sh("mount", "--bind", etc, "/etc");
  await sh("mount", "--bind", rules, "/etc/polkit-1/rules.d");
});

afterAll(async () => {
  for (const at of ["/etc/polkit-1/rules.d", "/etc", rules]) {
    await execa("umount", [at], { reject: false });
  }
  await polkit?.close();
  for (const at of [program, `${place}/main`, `${place}/rig`]) {
    await execa("umount", [at], { reject: false });
  }
});

beforeEach(() => {
  rmSync("/etc/modprobe.d", { recursive: true, force: true });
  mkdirSync("/etc/modprobe.d");
});

/** Has root run actions for the unprivileged user; returns the outcomes. */
async function asTester(...actions: readonly unknown[]): Promise<readonly unknown[]> {
  const [first = "", ...rest] = polkit.asTester;
  const texts = actions.map((action) => JSON.stringify(action));
  const args = [...rest, `ONCE_BUNDLE=${bundle}`, program, driver, ...texts];
  const { stdout } = await execa(first, args, { cwd: "/" });
  return stdout.split("\n").map((line) => JSON.parse(line));
}

/** As root itself, without a prompt: the same program with the same argument. */
async function asRoot(action: OneShotAction): Promise<unknown> {
  const argument = Buffer.from(JSON.stringify({ v: 1, once: action })).toString("base64url");
  const { stdout } = await execa(process.execPath, [bundle, action.do, argument], {
    reject: false,
  });
  return JSON.parse(stdout);
}

const elevated = (action: OneShotAction) =>
  `/bin/bash -c echo SUDOPROMPT; /usr/bin/env ELECTRON_RUN_AS_NODE=1 ${program} ${bundle} ${action.do} ${Buffer.from(
    JSON.stringify({ v: 1, once: action }),
  ).toString("base64url")}`;

/** The last entries of the tester's log. */
function lastLogged(count: number): readonly unknown[] {
  const [folder = ""] = readdirSync(`/run/virtray/${tester.uid}`);
  const lines = readFileSync(`/run/virtray/${tester.uid}/${folder}/log.jsonl`, "utf8").trim();
  return lines
    .split("\n")
    .slice(-count)
    .map((line) => JSON.parse(line));
}

async function etcState(): Promise<string> {
  return sh(
    "sh",
    "-c",
    "cat /etc/passwd /etc/group /etc/shadow /etc/gshadow; ls -lR /etc/modprobe.d",
  );
}

describe("an unprivileged user whom polkit allows it", () => {
  beforeEach(() => polkit.answer("yes"));

  it("sets the module’s option for good, is asked for each action, and takes it back", async () => {
    expect(await asTester(always, always)).toEqual([fine, fine]);
    expect(readFileSync(optionsFile, "utf8")).toBe(
      "# Written by Virtray. To take it back: virtray doctor --repair guest-state-undo\noptions kvm_intel emulate_invalid_guest_state=0\n",
    );
    expect(await sh("stat", "-c", "%U %a", optionsFile)).toBe("root 644");
    expect(polkit.elevations()).toEqual([elevated(always), elevated(always)]);
    expect(lastLogged(1)).toMatchObject([
      {
        cause: "once",
        argv: ["write", optionsFile, readFileSync(optionsFile, "utf8")],
        outcome: "ok",
      },
    ]);
    expect(await asTester(never, never)).toEqual([fine, fine]);
    expect(readdirSync("/etc/modprobe.d")).toEqual([]);
  });

  it.each([
    ["another text", () => writeFileSync(optionsFile, "options kvm_intel nested=1\n")],
    ["a link to another file", () => symlinkSync("/etc/hostname", optionsFile)],
    ["a link to nowhere", () => symlinkSync("/etc/nowhere", optionsFile)],
    ["a folder", () => mkdirSync(optionsFile)],
  ])("leaves alone what is not its own: %s", async (_what, make) => {
    make();
    const before = await etcState();
    const error = { code: "once-file-foreign", params: { path: optionsFile } };
    expect(await asTester(always, never)).toEqual([
      { ok: false, error },
      { ok: false, error },
    ]);
    expect(await etcState()).toBe(before);
    expect(existsSync("/etc/nowhere")).toBe(false);
  });

  it("joins the group kvm, and no other, whichever user is named", async () => {
    const before = readFileSync("/etc/passwd", "utf8");
    expect(await asTester({ do: "join-group-kvm" })).toEqual([fine]);
    expect(await sh("id", "-nG", tester.name)).toBe(`${tester.name} kvm`);
    expect(readFileSync("/etc/passwd", "utf8")).toBe(before);
    expect(lastLogged(1)).toMatchObject([
      { cause: "once", argv: ["usermod", "-aG", "kvm", "--", tester.name], outcome: "ok" },
    ]);
    expect(await asTester({ do: "join-group-kvm", user: "root" })).toMatchObject([
      { error: { code: "netd-refused" } },
    ]);
    expect(await sh("id", "-nG", "root")).not.toContain("kvm");
  });

  it.skipIf(!existsSync("/dev/kvm"))(
    "gets access to /dev/kvm without a group, and gives it back",
    async () => {
      // This computer's own node stays unchanged.
      await sh("mknod", "-m", "600", `${place}/kvm`, "c", "1", "3");
      await sh("mount", "--bind", `${place}/kvm`, "/dev/kvm");
      try {
        const mayOpen = () =>
          execa(
            "setpriv",
            [`--reuid=${tester.uid}`, "--clear-groups", "sh", "-c", ": <>/dev/kvm"],
            {
              reject: false,
            },
          ).then(({ exitCode }) => exitCode === 0);
        const before = await sh("getfacl", "-cp", "/dev/kvm");
        expect(await mayOpen()).toBe(false);
        expect(await asTester({ do: "open-kvm" })).toEqual([fine]);
        expect(await mayOpen()).toBe(true);
        expect(lastLogged(1)).toMatchObject([
          { argv: ["setfacl", "-m", `u:${tester.name}:rw`, "--", "/dev/kvm"], outcome: "ok" },
        ]);
        expect(await asTester({ do: "close-kvm" })).toEqual([fine]);
        expect(await mayOpen()).toBe(false);
        expect((await sh("getfacl", "-cp", "/dev/kvm")).replace("mask::---\n", "")).toBe(before);
      } finally {
        await sh("umount", "/dev/kvm");
      }
    },
  );

  describe("with a stand-in for modprobe, because the kernel is shared", () => {
    const record = `${place}/modprobe.log`;
    let kmod: string;

    beforeEach(async () => {
      kmod = await sh("readlink", "-f", "/usr/sbin/modprobe");
      const script = `#!/bin/sh\nprintf '%s\\n' "$0 $*" >> ${record}\n[ ! -e ${place}/in-use ] || { echo "modprobe: FATAL: Module kvm_intel is in use." >&2; exit 1; }\n`;
      writeFileSync(`${place}/kmod`, script, { mode: 0o755 });
      writeFileSync(record, "");
      await sh("mount", "--bind", `${place}/kmod`, kmod);
    });
    afterEach(async () => {
      await sh("umount", kmod);
      rmSync(`${place}/in-use`, { force: true });
    });
    const ran = () => readFileSync(record, "utf8").trim().split("\n");

    it("loads the modules that it may, and loads KVM anew with its option", async () => {
      expect(
        await asTester(
          { do: "load-module", module: "tun" },
          { do: "load-module", module: "kvm_amd" },
          { ...always, scope: "boot" },
        ),
      ).toEqual([fine, fine, fine]);
      expect(ran()).toEqual([
        "/usr/sbin/modprobe tun",
        "/usr/sbin/modprobe kvm_amd",
        "/usr/sbin/modprobe -r kvm_intel",
        "/usr/sbin/modprobe kvm_intel emulate_invalid_guest_state=0",
      ]);
    });

    it("is told why a module cannot be loaded, and stops", async () => {
      writeFileSync(`${place}/in-use`, "");
      expect(await asTester({ ...always, scope: "boot" })).toEqual([
        {
          ok: false,
          error: {
            code: "once-step-failed",
            params: {
              step: "modprobe -r kvm_intel",
              detail: "modprobe: FATAL: Module kvm_intel is in use.",
            },
          },
        },
      ]);
      expect(ran()).toEqual(["/usr/sbin/modprobe -r kvm_intel"]);
    });
  });

  it.each([
    { do: "load-module", module: "tun; touch /run/pwned" },
    { do: "load-module", module: "$(touch /run/pwned)" },
    { do: "load-module", module: "../../tmp/evil" },
    { do: "load-module", module: "tun\nkvm" },
    { do: "run", argv: ["/usr/bin/touch", "/run/pwned"] },
    { do: "serve" },
  ])("cannot get anything else done: %o", async (action) => {
    const before = await etcState();
    expect(await asTester(action)).toMatchObject([{ error: { code: "netd-refused" } }]);
    expect(polkit.elevations()).toHaveLength(1);
    expect(polkit.elevations()[0]).toMatch(/\/once\.js(?: load-module)? [A-Za-z0-9_-]+$/);
    expect(existsSync("/run/pwned")).toBe(false);
    expect(await etcState()).toBe(before);
  });
});

describe("an unprivileged user whom polkit does not allow it", () => {
  it("is told so, and the system stays unchanged", async () => {
    const before = await etcState();
    const actions = [always, { do: "join-group-kvm" }, { do: "load-module", module: "tun" }];
    await polkit.answer("no");
    for (const outcome of await asTester(...actions)) {
      expect(outcome).toMatchObject({ error: { code: "root-denied" } });
    }
    await polkit.answer("ask");
    expect(await asTester(always)).toMatchObject([{ error: { code: "root-no-agent" } }]);
    expect(polkit.elevations()).toEqual([]);
    expect(await etcState()).toBe(before);
  });
});

describe("without root", () => {
  it("the program refuses", async () => {
    const argument = Buffer.from(JSON.stringify({ v: 1, once: always })).toString("base64url");
    const [first = "", ...rest] = polkit.asTester;
    const { stdout, exitCode } = await execa(
      first,
      [...rest, program, bundle, always.do, argument],
      {
        reject: false,
        cwd: "/",
      },
    );
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([1, { error: { code: "netd-refused" } }]);
    expect(existsSync(optionsFile)).toBe(false);
  });
});

describe("another firewall that drops unmatched packets", () => {
  let lan: TestLan;
  let guest: TestGuest;
  let one: TestUplink;

  beforeEach(async () => {
    one = await makeUplink("eth1", 1);
    await one.addDefaultRoute(100);
    lan = await makeLan();
    expect(await lan.network.up()).toEqual({ ok: true, value: undefined });
    guest = await makeGuest("guest", "192.168.100.7", lan.vdeSwitch.socketFolder);
  });

  afterEach(async () => {
    await guest.close();
    await lan.network.down();
    await one.close();
    await execa("nft", ["delete", "table", "ip", "filter"], { reject: false });
  });

  it.each([
    ["with", ["-N DOCKER-USER", "-I FORWARD -j DOCKER-USER"], "DOCKER-USER"],
    ["without", [], "FORWARD"],
  ] as const)(
    "%s DOCKER-USER lets the LAN pass, and is as it was after take-back",
    async (_w, more, chain) => {
      for (const line of ["-P FORWARD DROP", ...more]) await sh("iptables", ...line.split(" "));
      // Another program's rule with a comment of the same word stays.
      await sh(
        "iptables",
        ..."-A OUTPUT -o vtap0 -m comment --comment virtray -j ACCEPT".split(" "),
      );
      const before = await firewalls();
      expect(await guest.whoAmI()).toBeNull();
      expect((await lan.network.read()).lan.problems[0]?.code).toBe("lan-forward-blocked");

      expect(await asRoot({ do: "allow-through-firewall" })).toEqual(fine);
      const allowed = await sh("iptables", "-S", chain);
      expect(allowed.match(/--comment virtray/g)).toHaveLength(3);
      expect(await guest.whoAmI()).toBe(one.address);
      expect((await lan.network.read()).lan.problems).toEqual([]);
      expect((await firewallLeft(0))?.code).toBe("firewall-rules");
      expect(await asRoot({ do: "allow-through-firewall" })).toEqual(fine);
      expect(await sh("iptables", "-S", chain)).toBe(allowed);

      expect(await asRoot({ do: "take-back-firewall" })).toEqual(fine);
      expect(await firewalls()).toBe(before);
      expect(await firewallLeft(0)).toBeNull();
      expect(await guest.whoAmI()).toBeNull();
      expect(await asRoot({ do: "take-back-firewall" })).toEqual(fine);
    },
  );

  it("is not opened for a LAN that is off, nor without such a firewall", async () => {
    expect(await asRoot({ do: "allow-through-firewall" })).toMatchObject({
      error: { code: "once-not-needed" },
    });
    await lan.network.down();
    await sh("iptables", "-P", "FORWARD", "DROP");
    expect(await asRoot({ do: "allow-through-firewall" })).toMatchObject({
      error: { code: "lan-off" },
    });
    expect(await sh("iptables", "-S")).not.toContain("virtray");
  });

  it("cannot be reached through netd’s socket", async () => {
    const before = await firewalls();
    for (const verb of ["allow-through-firewall", "join-group-kvm", "once"]) {
      const reply = await new Promise<string>((resolve, reject) => {
        const socket = createConnection(`${lan.folder}/netd.sock`, () =>
          socket.write(`${JSON.stringify({ id: 1, verb, once: { do: verb } })}\n`),
        );
        socket.once("data", (text) => resolve(String(text))).once("error", reject);
      });
      expect(JSON.parse(reply)).toMatchObject({ id: 1, error: { code: "netd-refused" } });
    }
    expect(await firewalls()).toBe(before);
    expect(await guest.whoAmI()).toBe(one.address);
  });
});

describe("names of machines in /etc/hosts", () => {
  const before = "127.0.0.1 localhost\n# the end has no line break";
  const web = { name: "web", address: "192.168.100.1", mac: "52:54:00:00:00:01" };
  const hosts = () => readFileSync("/etc/hosts", "utf8");
  const resolve = async (name: string) =>
    (await execa("getent", ["-s", "files", "hosts", name], { reject: false })).stdout.split(" ")[0];
  let lan: TestLan;

  beforeEach(async () => {
    rmSync("/etc/hosts");
    writeFileSync("/etc/hosts", before, { mode: 0o644 });
    lan = await makeLan();
    expect(await lan.network.up()).toEqual({ ok: true, value: undefined });
    expect(await lan.netd.apply({ verb: "reserve", machines: [web] })).toMatchObject({ ok: true });
  });

  afterEach(async () => {
    await lan.network.down();
    rmSync("/etc/hosts", { force: true, recursive: true });
    writeFileSync("/etc/hosts", before);
  });

  it("are written by consent, renewed by the doctor's repair, and removed completely", async () => {
    expect((await readHostNames(0)).found).toBeNull();
    expect(await asRoot({ do: "write-hosts" })).toEqual(fine);
    expect(await resolve("web.vm.internal")).toBe(web.address);
    expect(await resolve("host.vm.internal")).toBe("192.168.100.254");
    expect(statSync("/etc/hosts").mode & 0o777).toBe(0o644);
    const first = await readHostNames(0);
    expect(first.found).toBe(first.wanted);

    const moved = { ...web, address: "192.168.100.9" };
    expect(await lan.netd.apply({ verb: "reserve", machines: [moved] })).toMatchObject({
      ok: true,
    });
    const second = await readHostNames(0);
    expect(second.found).toBe(first.found);
    expect(second.wanted).not.toBe(first.wanted);
    expect(await asRoot({ do: "write-hosts" })).toEqual(fine);
    expect(await resolve("web.vm.internal")).toBe(moved.address);
    expect(hosts().endsWith(before)).toBe(true);

    await lan.network.down();
    expect(await asRoot({ do: "write-hosts" })).toMatchObject({ error: { code: "lan-off" } });
    expect(await asRoot({ do: "take-back-hosts" })).toEqual(fine);
    expect(hosts()).toBe(before);
    expect(await asRoot({ do: "take-back-hosts" })).toEqual(fine);
  });

  it.each([
    ["a link", () => symlinkSync("/tmp/elsewhere", "/etc/hosts")],
    ["a folder", () => mkdirSync("/etc/hosts")],
    ["not there", () => {}],
    ["no UTF-8", () => writeFileSync("/etc/hosts", Buffer.from([0x31, 0xff, 0x0a]))],
    [
      "another user’s",
      () => {
        writeFileSync("/etc/hosts", before);
        chownSync("/etc/hosts", 7, 0);
      },
    ],
    ["marked by halves", () => writeFileSync("/etc/hosts", `# END Virtray\n${before}`)],
  ])("are kept out of a file that is %s", async (_what, make) => {
    writeFileSync("/tmp/elsewhere", before);
    rmSync("/etc/hosts");
    make();
    const state = () =>
      execa("sh", ["-c", "ls -ln /etc/hosts; od -c /etc/hosts"], { reject: false });
    const told = (await state()).stdout;
    for (const action of ["write-hosts", "take-back-hosts"] as const) {
      expect(await asRoot({ do: action })).toMatchObject({
        error: { code: "once-file-foreign", params: { path: "/etc/hosts" } },
      });
    }
    expect((await state()).stdout).toBe(told);
    expect(readFileSync("/tmp/elsewhere", "utf8")).toBe(before);
    expect(readdirSync("/etc").filter((name) => name.startsWith(".hosts"))).toEqual([]);
  });
});

/** Lists all firewalls, without counters and times. */
async function firewalls(): Promise<string> {
  const [nft, saved] = await Promise.all([sh("nft", "-s", "list", "ruleset"), sh("iptables-save")]);
  return `${nft}\n${saved}`.replace(/\[\d+:\d+\]/g, "").replace(/^#.*$/gm, "");
}
