import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeAll } from "./rig/close-all.ts";
import type { Instance } from "./rig/command.ts";
import { type KeyedInstance, makeKeyedInstance } from "./rig/guest/keyed-instance.ts";
import { guestRun } from "./rig/guest/run.mjs";
import type { TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** Two real guests without scp and sftp-server, made with a key whose name ssh does not try. */
let uplink: TestUplink;
let instance: Instance;
let create: KeyedInstance["create"];
let here: string;
const [web, db] = ["192.168.100.1", "192.168.100.2"];

beforeAll(async () => {
  ({ instance, uplink, create } = await makeKeyedInstance({ agent: true }));
  here = join(instance.folder, "here");
  mkdirSync(here);
  await create("web", web);
  await create("db", db);
});

afterAll(() => closeAll(instance, uplink));

/** Copies, and returns what standard error tells; throws unless it ends with 0. */
async function copy(...places: readonly string[]): Promise<string> {
  const done = await instance.virtray("copy", ...places);
  if (done.exitCode !== 0) throw new Error(JSON.stringify(done));
  return done.stderr;
}

describe("files", () => {
  const names = ["plain", "a b", "-rf", "Größe.txt", "1:2", "it's", "x".repeat(180)];

  it("of any name go to a machine and come back", async () => {
    for (const name of names) writeFileSync(join(here, name), `in ${name}\n`);
    await copy(...names.map((name) => join(here, name)), "web:/tmp");
    for (const name of names) {
      await copy(`web:/tmp/${name}`, join(here, "back"));
      expect(readFileSync(join(here, "back"), "utf8")).toBe(`in ${name}\n`);
    }
  });

  it("begin in the home of the user there, under a new name", async () => {
    await copy(join(here, "plain"), "web:renamed");
    await copy(join(here, "plain"), "web:");
    await copy(join(here, "plain"), "web:~/-tilde");
    const listed = (await guestRun(web, "cd /root && ls && cat renamed")).split("\n");
    expect(listed).toEqual(["-tilde", "plain", "renamed", "in plain"]);
  });

  it("keep their bytes and permissions, and go from machine to machine", async () => {
    const bytes = Buffer.alloc(3 * 2 ** 20 + 77, "0123456789abcdef!");
    writeFileSync(join(here, "large"), bytes);
    chmodSync(join(here, "large"), 0o750);
    await copy(join(here, "large"), "web:/tmp/large");
    await copy("web:/tmp/large", "db:/tmp/");
    await copy("db:/tmp/large", join(here, "again"));
    expect(readFileSync(join(here, "again")).equals(bytes)).toBe(true);
    expect(statSync(join(here, "again")).mode & 0o777).toBe(0o750);
  });

  it("are streams, too", async () => {
    const program = join(import.meta.dirname, "../build/virtray.mjs");
    const run = (input: string, ...args: readonly string[]) =>
      execa(process.execPath, [program, "copy", ...args], { env: instance.env, input });
    await run("from a stream", "-", "web:/tmp/in a stream");
    const { stdout } = await run("", "web:/tmp/in a stream", "-");
    expect(stdout).toBe("from a stream");
  });
});

describe("folders", () => {
  it("go with all that is in them, and come back", async () => {
    const tree = join(here, "tree");
    mkdirSync(join(tree, "ü b/deep"), { recursive: true });
    writeFileSync(join(tree, "ü b/deep/file"), "deep");
    writeFileSync(join(tree, "empty"), "");
    symlinkSync("empty", join(tree, "link"));
    await copy("-r", tree, "web:/tmp");
    await copy("-r", "web:/tmp/tree", "db:/tmp/other");
    await copy("-r", "db:/tmp/other", here);
    const came = join(here, "other");
    expect(readdirSync(came).sort()).toEqual(["empty", "link", "ü b"]);
    expect(readFileSync(join(came, "ü b/deep/file"), "utf8")).toBe("deep");
    expect(readlinkSync(join(came, "link"))).toBe("empty");
    // A second time fills what is there.
    await copy("-r", "db:/tmp/other", here);
    expect(readdirSync(here).filter((name) => name.startsWith(".virtray"))).toEqual([]);
  });

  it("of the machine do not lead out of the target here", async () => {
    // The folder there has the name of a link here, which leads to a folder of the user's.
    const target = join(here, "into");
    mkdirSync(join(target, "box"), { recursive: true });
    mkdirSync(join(here, "own"));
    symlinkSync(join(here, "own"), join(target, "box/sub"));
    await guestRun(web, "mkdir -p /tmp/box/sub && echo theirs >/tmp/box/sub/.bashrc");
    const done = await instance.virtray("copy", "-r", "web:/tmp/box", target);
    expect(done.exitCode).toBe(1);
    expect(readdirSync(join(here, "own"))).toEqual([]);
  });

  it("are refused without -r", async () => {
    for (const places of [
      [here, "web:/tmp"],
      ["web:/etc", here],
    ]) {
      const done = await instance.virtray("copy", ...places);
      expect([done.exitCode, done.stderr]).toEqual([1, expect.stringContaining("Add -r")]);
    }
  });
});

describe("what is wrong", () => {
  const failing = async (...places: readonly string[]) => {
    const { exitCode, stdout } = await instance.virtray("copy", "--json", ...places);
    return [exitCode, (JSON.parse(stdout) as { error: { code: string } }).error.code];
  };

  it("is told: paths, machines, a login that fails", async () => {
    const file = join(here, "plain");
    expect(await failing("web:/nowhere", here)).toEqual([1, "transfer-missing"]);
    expect(await failing(join(here, "nowhere"), "web:")).toEqual([1, "file-failed"]);
    expect(await failing(file, "web:/nowhere/x")).toEqual([1, "transfer-target-missing"]);
    expect(await failing(file, file, "web:/tmp/both")).toEqual([1, "transfer-target-missing"]);
    expect(await failing(file, "nobody:")).toEqual([1, "machine-unknown"]);
    expect(await failing("-l", "nobody", file, "web:")).toEqual([1, "transfer-no-login"]);
    expect(await failing(file, "web:/proc/version")).toEqual([1, "transfer-failed-inside"]);
    expect((await instance.virtray("copy", file, here)).exitCode).toBe(2);
    expect((await instance.virtray("copy", "-", file)).exitCode).toBe(2);
  });

  it("leaves nothing half here when Ctrl-C ends it", async () => {
    await guestRun(web, "rm -f /tmp/large; mkfifo /tmp/endless; truncate -s 900M /tmp/sparse");
    const program = join(import.meta.dirname, "../build/virtray.mjs");
    const target = join(here, "sparse");
    const running = execa(process.execPath, [program, "copy", "web:/tmp/sparse", target], {
      env: instance.env,
      reject: false,
    });
    await until("the copy to arrive", async () =>
      readdirSync(here).some((name) => name.startsWith(".virtray-copy-")),
    );
    running.kill("SIGINT");
    expect((await running).exitCode).toBe(130);
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(here).filter((name) => name.startsWith(".virtray"))).toEqual([]);
  });
});

describe("exec", () => {
  it("runs a command without a network, with its output and exit code", async () => {
    await instance.json("cable", "pull", "db");
    const done = await instance.virtray(
      "exec",
      "db",
      "--",
      "sh",
      "-c",
      "hostname; echo no >&2; exit 7",
    );
    expect(done).toEqual({ exitCode: 7, stdout: "db", stderr: "no" });
    await instance.json("cable", "plug", "db");
    await instance.machine("db", (machine) => machine.reachable === true);
  });

  it("tells what the agent refuses, and that a command goes on", async () => {
    const refused = await instance.virtray("exec", "db", "nowhere");
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("refused")]);
    const late = await instance.virtray("exec", "--timeout", "1", "db", "sleep", "300");
    expect([late.exitCode, late.stderr]).toEqual([1, expect.stringContaining("goes on there")]);
  });
});

describe("a shell", () => {
  const type = async (text: string, ...args: readonly string[]) => {
    const built = join(import.meta.dirname, "../build/virtray.mjs");
    const done = await execa(process.execPath, [built, "shell", ...args], {
      ...{ env: instance.env, extendEnv: false, reject: false, input: text },
    });
    return [done.exitCode, done.stdout, done.stderr.split("\n")[0]];
  };

  it("is one by ssh, by the agent where no network leads there, and by the serial console", async () => {
    expect(await type("hostname; exit 3\n", "db")).toEqual([
      3,
      expect.stringContaining("db"),
      expect.stringContaining("by SSH"),
    ]);
    await instance.json("cable", "pull", "db");
    const lines = "cd /etc\npwd; hostname\nfalse\n";
    expect(await type(lines, "db")).toEqual([
      1,
      "/etc\ndb",
      expect.stringContaining("guest agent"),
    ]);
    await instance.json("cable", "plug", "db");
    await instance.machine("db", (machine) => machine.reachable === true);
    // The history of the console is shown first; its end key ends it.
    const [exitCode, stdout] = await type("\u001d", "db", "--by", "serial");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("guest db is up")]);
  });

  it("tells a machine that does not run", async () => {
    const done = await instance.virtray("shell", "nobody");
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringContaining("nobody")]);
  });
});

describe("wait", () => {
  const waitedFor = async (...args: readonly string[]) => {
    const done = await instance.virtray("wait", ...args);
    return [done.exitCode, done.stderr];
  };
  const waited = (...args: readonly string[]) => waitedFor("web", ...args);
  /** Lets the guest have a cloud-init that answers so, after some seconds. */
  const setUp = (answer: string, seconds = 0) => {
    const text = `#!/bin/sh\nsleep ${seconds}\necho '${answer}'\n`;
    const script = Buffer.from(text).toString("base64");
    const path = "/usr/bin/cloud-init";
    return guestRun(web, `echo ${script} | base64 -d >${path}; chmod +x ${path}`);
  };

  it("ends once a machine answers, takes logins, and has nothing to set up", async () => {
    for (const until of ["ping", "ssh", "ready"]) {
      expect(await waited("--until", until, "--timeout", "60")).toEqual([0, ""]);
    }
  });

  it("tells the line of a set-up that failed, and that one takes too long", async () => {
    await setUp('{"status": "running"}');
    expect(await waited("--timeout", "1")).toEqual([1, expect.stringContaining("goes on")]);
    await setUp('{"status": "error", "errors": ["no package nothere"]}');
    expect(await waited()).toEqual([1, expect.stringContaining("no package nothere")]);
    await setUp('{"status": "done"}');
    expect(await waited()).toEqual([0, ""]);
  });

  it("gives an overloaded guest as long for its answer as it needs", async () => {
    // Longer than one question is waited for at first.
    await setUp('{"status": "done"}', 22);
    expect(await waited("--timeout", "200")).toEqual([0, ""]);
    await setUp('{"status": "done"}');
  });

  it("is told in the list by the guest’s own lines, and by what its cloud-init said", async () => {
    const told = () => instance.machine("web", () => true);
    expect(await told()).toMatchObject({ status: "running", setup: "ready", problem: null });
    const write = (line: string) => guestRun(web, `echo "${line}" >/dev/console`);
    const cloudInit = "[    9.000000] cloud-init[99]:";
    await write(
      `${cloudInit} Cloud-init v. 22.4.2 running 'modules:final' at $(date -R). Up 9.00 seconds.`,
    );
    const begun = await instance.machine("web", ({ setup }) => setup === "setting-up");
    expect(begun).toMatchObject({ setupStep: "final", setupLine: null, problem: null });
    expect(begun.setupSeconds).toBeLessThan(60);
    expect((await instance.virtray("list")).stdout).toMatch(/web +setting up: packages/);
    // Nobody has to wait for a login that is not asked about any more.
    expect(await waited("--timeout", "1")).toEqual([1, expect.stringContaining("goes on")]);
    const failed = "2026-11-29 22:10:31,123 - util.py[WARNING]: Running module runcmd () failed";
    await write(`${cloudInit} ${failed}`);
    await write(`${cloudInit} Cloud-init v. 22.4.2 finished at $(date -R). Up 12.00 seconds`);
    await setUp('{"status": "error", "errors": ["the long story"]}');
    expect(await waited()).toEqual([1, expect.stringContaining("Running module runcmd")]);
    expect(await told()).toMatchObject({
      ...{ setup: "failed", setupLine: "Running module runcmd () failed" },
      problemCode: "setup-failed",
    });
    expect((await instance.virtray("list")).stdout).toMatch(/web +set-up failed/);
  });

  it("tells a guest that is set up by its own word and refuses the login, at once", async () => {
    const api = "192.168.100.3";
    await create("api", api);
    const keys = "/root/.ssh/authorized_keys";
    // The first one there is that of the tests themselves.
    await guestRun(api, `killall qemu-ga; cp ${keys} /root/all; head -n 1 /root/all >${keys}`);
    const key = join(instance.folder, ".ssh/work_key");
    const refused = [
      `“api” refuses the SSH login as “root” using ${key}`,
      `(“root@${api}: Permission denied (publickey)”), so whether the set-up has ended cannot be asked.`,
      "The machine goes on. Log in once to see the cause, then wait again: virtray ssh api",
    ].join(" ");
    // Before the end of its set-up, the key might still come.
    expect(await waitedFor("api", "--timeout", "5")).toEqual([1, refused]);
    const finished = "Cloud-init v. 22.4.2 finished at $(date -R). Up 12.00 seconds";
    await guestRun(api, `echo "[   12.000000] cloud-init[99]: ${finished}" >/dev/console`);
    await instance.machine("api", ({ setup }) => setup === "ready");
    expect(await waitedFor("api", "--timeout", "80000")).toEqual([1, refused]);
    const json = await instance.virtray("wait", "api", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject([{ error: { code: "setup-login-refused" } }]);
    await guestRun(api, `mv /root/all ${keys}`);
    expect(await waitedFor("api")).toEqual([0, ""]);
    await instance.json("kill", "api");
  });

  it("is an option of start", async () => {
    await instance.json("kill", "web");
    await instance.json("start", "web", "--wait=ssh", "--timeout", "100");
    expect((await instance.virtray("ssh", "web", "hostname")).stdout).toBe("web");
  });
});

describe("keys", () => {
  it("of any name let ssh in, without a question", async () => {
    const done = await instance.virtray("ssh", "web", "hostname");
    expect([done.exitCode, done.stdout]).toEqual([0, "web"]);
  });

  it.each(["ed25519", "ecdsa"])(
    "of another host at the machine's address are refused: %s",
    async (type) => {
      const key = join(here, `host-${type}`);
      await execa("dropbearkey", ["-t", type, "-f", key]);
      const { stdout } = await execa("base64", ["-w0", key]);
      await guestRun(
        db,
        `cd /etc/dropbear && rm * && echo ${stdout} | base64 -d >dropbear_${type}_host_key; kill $(cat /run/dropbear.pid); sleep 1; dropbear -s -g -p 22 -P /run/dropbear.pid`,
      );
      const login = await instance.virtray("ssh", "db", "hostname");
      expect([login.exitCode, login.stdout]).toEqual([255, ""]);
      expect(login.stderr).toMatch(/Host key verification failed/);
      const done = await instance.virtray("copy", join(here, "plain"), "db:");
      expect([done.exitCode, done.stderr]).toEqual([1, expect.stringContaining("login")]);
    },
  );

  it("of a machine that was made anew at the same address give no warning", async () => {
    await instance.json("kill", "db");
    await instance.json("delete", "db");
    await create("db", db);
    const done = await instance.virtray("ssh", "db", "hostname");
    expect([done.exitCode, done.stdout]).toEqual([0, "db"]);
    expect(done.stderr).not.toMatch(/CHANGED|authenticity/);
    expect(await copy(join(here, "plain"), "db:")).toBe("");
  });
});

describe("ports", () => {
  it.each(["web", "db"])("are those on which programs in %s listen", async (name) => {
    const address = name === "web" ? web : db;
    await guestRun(address, "httpd -p 127.0.0.1:5432 -h /www");
    // One tells it by ssh, the other by its agent, which needs no network.
    await (name === "web"
      ? guestRun(web, "killall qemu-ga")
      : instance.json("cable", "pull", "db"));
    expect(await instance.json("ports", name)).toEqual([
      { port: 22, program: "dropbear", isLocal: false, web: null },
      { port: 80, program: "httpd", isLocal: false, web: "http" },
      { port: 5432, program: "httpd", isLocal: true, web: "http" },
    ]);
    if (name === "db") await instance.json("cable", "plug", "db");
  });
});
