import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findVirtiofsd } from "../electron/adapters/share/virtiofsd.ts";
import type { FailureJson, ShareJson } from "../electron/contract/app/cli.ts";
import type { FindingJson } from "../electron/contract/app/cli-care.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { isLongForm } from "./rig/forms.mjs";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { coverWith, firstSubordinate, giveSubordinates } from "./rig/subordinates.ts";
import { until } from "./rig/until.ts";

/**
 * Folders of an ordinary user in a real guest by virtiofs, which the guest agent mounts: there is no LAN.
 * Each test goes on where the previous one ended.
 */
const user = { name: "sharer", uid: 4343 } as const;
let instance: Instance;
let src: string;

/** Runs a script in the guest, and returns its output. */
async function guest(script: string): Promise<string> {
  const words = ["--timeout", "300", "web", "--", "sh", "-c", script];
  return (await instance.virtray("exec", ...words)).stdout.trim();
}

const list = () => instance.json<readonly ShareJson[]>("share", "list", "web");
const mounted = () =>
  until(
    "the folder to be mounted",
    async () => {
      const [share] = await list();
      return share?.state === "mounted" ? share : null;
    },
    120,
  );

/** Waits until the guest's agent runs commands. */
const answering = () =>
  until(
    "the agent",
    async () => (await instance.virtray("exec", "web", "--", "true")).exitCode === 0 || null,
    120,
  );

async function refusal(...args: readonly string[]): Promise<string> {
  const done = await instance.virtray("share", "add", "web", ...args, "--json");
  expect(done.exitCode).toBe(1);
  return (JSON.parse(done.stdout) as FailureJson).error.code;
}

/** Returns the processes of the user that serve files. */
async function servers(): Promise<readonly number[]> {
  const { stdout } = await execa("pgrep", ["-f", "virtiofsd.*--fd=3"], { reject: false });
  return stdout.split("\n").filter(Boolean).map(Number);
}

/** Returns what the doctor finds about shared folders. */
async function findings(): Promise<readonly FindingJson[]> {
  const { stdout } = await instance.virtray("doctor", "--json");
  const all = JSON.parse(stdout) as readonly FindingJson[];
  return all.filter(({ id, what }) => id.startsWith("share") || /folder/.test(what));
}

beforeAll(async () => {
  const { name, uid } = user;
  await coverWith("/etc/passwd", `${name}:x:${uid}:${uid}::/nonexistent:/bin/sh\n`);
  await giveSubordinates(name);
  const ids = ["--reuid", String(uid), "--regid", String(uid), "--clear-groups"];
  const program = join(import.meta.dirname, "../build/virtray.mjs");
  instance = makeInstance({ command: ["setpriv", ...ids, process.execPath, program], uid });
  instance.env["HOME"] = instance.folder;
  src = join(instance.folder, "src");
  mkdirSync(src);
  mkdirSync(join(instance.folder, ".ssh"), { mode: 0o700 });
  writeFileSync(join(src, "from-here"), "hello\n");
  const image = join(instance.folder, "web.qcow2");
  await buildGuestDisk({ path: image, name: "web", address: "192.168.100.1", agent: true });
  for (const path of [src, join(src, "from-here"), image]) chownSync(path, uid, uid);
  await instance.json("template", "add", "tiny", "--from", image, "--user", "dev");
  const own = ["--memory", "256", "--address", "192.168.100.1"];
  await instance.json("create", "web", "--template", "tiny", ...own);
  await instance.json("start", "web");
  await answering();
  // In this guest the machine's user is root by another name, unless it is told otherwise.
  await guest("sed -i s/^dev:x:0:0/dev:x:1000:1000/ /etc/passwd");
});

afterAll(() => closeAll(instance));

describe("a folder", () => {
  it("is mounted while the machine runs, and which way is told", async () => {
    const shares = await instance.json<readonly ShareJson[]>("share", "add", "web", src, "/src");
    expect(shares).toMatchObject([
      { folder: src, guestFolder: "/src", way: "virtiofs", state: "mounted", problem: null },
    ]);
    expect(await guest("cat /src/from-here")).toBe("hello");
  });

  it("has the right owners on both sides, for the machine's user and for its root", async () => {
    expect(await guest("stat -c %u:%g /src/from-here")).toBe("1000:1000");
    await guest("su dev -c 'echo mine >/src/of-dev'; echo roots >/src/of-root");
    expect(await guest("stat -c %u /src/of-dev /src/of-root")).toBe("1000\n0");
    expect(statSync(join(src, "of-dev")).uid).toBe(user.uid);
    expect(statSync(join(src, "of-root")).uid).toBe(firstSubordinate);
    await guest("mv /src/of-dev /src/renamed");
    expect(readFileSync(join(src, "renamed"), "utf8")).toBe("mine\n");
  });

  it("leads nowhere else, whatever links are in it", async () => {
    writeFileSync(join(instance.folder, "secret"), "of this computer");
    symlinkSync(join(instance.folder, "secret"), join(src, "absolute"));
    symlinkSync("../secret", join(src, "relative"));
    expect(await guest("cat /src/absolute /src/relative /src/../secret 2>/dev/null; ls /src")).toBe(
      "absolute\nfrom-here\nof-root\nrelative\nrenamed",
    );
    await guest("rm /src/absolute /src/relative /src/of-root");
  });

  it("holds thousands of small files", async () => {
    const many = isLongForm ? 10_000 : 2500;
    const made = `mkdir /src/many; cd /src/many; for n in $(seq ${many}); do echo $n >$n; done`;
    await guest(made);
    expect(readdirSync(join(src, "many"))).toHaveLength(many);
    expect(readFileSync(join(src, `many/${many}`), "utf8")).toBe(`${many}\n`);
    await guest("rm -rf /src/many");
    expect(existsSync(join(src, "many"))).toBe(false);
  }, 400_000);
});

describe("what goes wrong", () => {
  it("a server that was killed is told of, and repaired", async () => {
    for (const pid of await servers()) process.kill(pid, "SIGKILL");
    const [share] = await until("the end to be told", async () => {
      const shares = await list();
      return shares[0]?.state === "failed" ? shares : null;
    });
    expect(share?.problem?.code).toBe("share-ended");
    const [again] = await instance.json<readonly ShareJson[]>("share", "repair", "web");
    expect(again).toMatchObject({ state: "mounted", way: "virtiofs" });
    expect(await guest("cat /src/from-here")).toBe("hello");
    expect(await servers()).toHaveLength(1);
  });

  it("the doctor tells of one whose server was killed, with the way on", async () => {
    expect((await findings()).map(({ id, level }) => [id, level])).toEqual([["shares", "ok"]]);
    for (const pid of await servers()) process.kill(pid, "SIGKILL");
    const found = await until("the finding", async () => (await findings())[1] ?? null);
    expect(found).toEqual({
      ...{ id: "share-web/src", level: "warning", why: null, repair: null, repairs: [] },
      what: "The process that serves /src to “web” has ended. Programs in the machine may be waiting for this folder.",
      todo: "To mount the folder again: virtray share repair web",
    });
    await instance.json("share", "repair", "web");
    expect(await findings()).toMatchObject([{ id: "shares", level: "ok" }]);
  });

  it("the doctor tells of a folder that may not be read, and of one that is gone", async () => {
    chmodSync(src, 0o000);
    expect((await findings())[1]).toMatchObject({
      ...{ id: "share-web/src", level: "warning" },
      what: `Your account may not read the shared folder ${src}.`,
      todo: "Give your account the right to read and enter the folder. To mount the folder again: virtray share repair web",
    });
    chmodSync(src, 0o755);
    expect(await findings()).toHaveLength(1);
    const gone = join(instance.folder, "gone");
    mkdirSync(gone);
    chownSync(gone, user.uid, user.uid);
    await instance.json("share", "add", "web", gone, "/gone");
    rmdirSync(gone);
    expect((await findings())[1]).toMatchObject({
      ...{ id: "share-web/gone", level: "warning" },
      what: `The shared folder ${gone} does not exist, or is not a folder.`,
      todo: "Create or restore the folder. To mount the folder again: virtray share repair web",
    });
    await instance.json("share", "remove", "web", "/gone");
    expect(await findings()).toHaveLength(1);
  });

  it("the doctor tells of a file system that is full, and what the machine writes is lost", async () => {
    const small = join(instance.folder, "small");
    mkdirSync(small);
    await execa("mount", ["-t", "tmpfs", "-o", `size=256k,uid=${user.uid}`, "tmpfs", small]);
    await instance.json("share", "add", "web", small, "/small");
    expect(await findings()).toHaveLength(1);
    expect(await guest("head -c 1000000 /dev/zero >/small/zeros || echo refused")).toBe("refused");
    expect((await findings())[1]).toEqual({
      ...{ id: "share-web/small", level: "warning", why: null, repair: null, repairs: [] },
      what: `There is no space left where ${small} is, so nothing can be written to it.`,
      todo: "Free space on this computer. The machine sees it at once.",
    });
    // Deleted here it would take its space for as long as the guest knows of it.
    await guest("rm /small/zeros");
    expect(await findings()).toHaveLength(1);
    await instance.json("share", "remove", "web", "/small");
    await execa("umount", [small]);
  });

  it("the doctor tells that virtiofsd is missing on this computer, and what then is slower", async () => {
    // It is found under its own path, which the sandbox alone covers.
    const program = await findVirtiofsd();
    await execa("mount", ["--bind", "/dev/null", program ?? ""]);
    expect(await findings()).toMatchObject([
      {
        ...{ id: "shares", level: "info" },
        what: "This computer cannot share folders by virtiofs: virtiofsd is missing here (Debian 12: qemu-system-common, later: virtiofsd). Machines with sshfs get their folders by sshfs, which is slower.",
        todo: "Resolve one of the reasons, then: virtray share repair NAME",
      },
    ]);
    await execa("umount", [program ?? ""]);
    expect(await findings()).toMatchObject([{ id: "shares", level: "ok" }]);
  });

  it("nothing of the former one is left in the guest, which can write its disks", async () => {
    const devices = "ls /sys/bus/virtio/drivers/virtiofs | grep -c ^virtio";
    expect(await guest(`${devices}; grep -c virtiofs /proc/mounts; sync; echo written`)).toBe(
      "1\n1\nwritten",
    );
  });

  it("the guest boots again, and has it again", async () => {
    await guest("touch /run/before");
    const age = () => guest("test -e /run/before && echo old || echo new");
    await guest("(sleep 1; reboot -f) >/dev/null 2>&1 &");
    await until("the new boot", async () => (await age()) === "new" || null, 120);
    await until("the folder", async () => (await guest("ls /src")).includes("from-here") || null);
    await mounted();
  });

  it("the machine is killed, and nothing of it is left; it has the folder again", async () => {
    const [{ pid } = { pid: 0 }] = await instance.json<readonly { pid: number }[]>("list");
    process.kill(pid, "SIGKILL");
    await until("the server to end", async () => (await servers()).length === 0 || null);
    await instance.json("start", "web");
    await mounted();
    expect(await guest("cat /src/from-here")).toBe("hello");
  });
});

describe("memory", () => {
  it("is saved without the folder, which is there again at once and after the return", async () => {
    await guest("touch /run/then");
    await instance.json("snapshot", "take", "web", "with memory");
    expect(await mounted()).toMatchObject({ way: "virtiofs" });
    await guest("rm /run/then");
    await instance.json("snapshot", "restore", "web", "with memory");
    await mounted();
    expect(await guest("ls /run/then; cat /src/from-here")).toBe("/run/then\nhello");
    await instance.json("suspend", "web");
    expect(await servers()).toHaveLength(0);
    await instance.json("start", "web");
    await mounted();
    expect(await guest("cat /src/from-here")).toBe("hello");
  });

  it("is not saved while a program in the guest uses the folder, and the folder stays", async () => {
    await guest("sleep 1000 </src/from-here >/dev/null 2>&1 & echo $! >/run/user");
    const taken = await instance.virtray("snapshot", "take", "web", "in vain", "--json");
    expect(JSON.parse(taken.stdout)).toMatchObject({ error: { code: "share-busy" } });
    expect(await guest("cat /src/from-here")).toBe("hello");
    await guest("kill $(cat /run/user)");
  });
});

describe("refused", () => {
  it.each([
    ["/", "share-risky"],
    ["~", "share-risky"],
    ["~/.ssh", "share-risky"],
    ["~/src/../.ssh", "share-risky"],
    ["~/link", "share-risky"],
    ["~/data", "share-risky"],
    ["~/run", "share-risky"],
    ["~/missing", "share-folder-missing"],
  ])("is %s", async (folder, code) => {
    rmSync(join(instance.folder, "link"), { force: true });
    symlinkSync(join(instance.folder, ".ssh"), join(instance.folder, "link"));
    expect(await refusal(folder.replace("~", instance.folder), "/other")).toBe(code);
  });

  it.each(["src", "/", "/a/../b", "/proc/x", "/a b"])("is %s in the guest", async (place) => {
    expect(await refusal(src, place)).toBe("input-invalid");
  });
});

it("is read-only on request, for root of the guest, too", async () => {
  const shares = await instance.json<readonly ShareJson[]>(
    ...(["share", "add", "web", src, "/fixed", "--read-only"] as const),
  );
  expect(shares).toMatchObject([{}, { guestFolder: "/fixed", readOnly: true, state: "mounted" }]);
  await guest("mount -o remount,rw /fixed; touch /fixed/new 2>/dev/null; true");
  expect(existsSync(join(src, "new"))).toBe(false);
});

it("is gone once it is removed, and none is inherited", async () => {
  await instance.json("share", "remove", "web", "/fixed");
  expect(await guest("ls /fixed; cat /proc/mounts | grep -c virtiofs")).toBe("1");
  expect(await servers()).toHaveLength(1);
  await instance.json("stop", "web", "--timeout", "240");
  expect(await servers()).toHaveLength(0);
  await instance.json("clone", "web", "copy");
  expect(await instance.json("share", "list", "copy")).toEqual([]);
});
