import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ShareJson } from "../electron/contract/app/cli.ts";
import type { FindingJson } from "../electron/contract/app/cli-care.ts";
import { closeAll } from "./rig/close-all.ts";
import type { Instance } from "./rig/command.ts";
import { makeKeyedInstance } from "./rig/guest/keyed-instance.ts";
import { guestRun } from "./rig/guest/run.mjs";
import type { TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** Folders in a real guest by sshfs, which is asked for. Each test goes on where the previous one ended. */
let uplink: TestUplink;
let instance: Instance;
let src: string;
const web = "192.168.100.1";

const mounted = () =>
  until(
    "the folder to be mounted",
    async () => {
      const [share] = await instance.json<readonly ShareJson[]>("share", "list", "web");
      return share?.state === "mounted" ? share : null;
    },
    120,
  );

/** Returns the processes that serve files. */
async function servers(): Promise<readonly number[]> {
  const { stdout } = await execa("pgrep", ["-x", "sftp-server"], { reject: false });
  return stdout.split("\n").filter(Boolean).map(Number);
}

beforeAll(async () => {
  const made = await makeKeyedInstance({ sshfs: true });
  ({ instance, uplink } = made);
  src = join(instance.folder, "src");
  mkdirSync(src);
  writeFileSync(join(src, "from-here"), "hello\n");
  await made.create("web", web);
});

afterAll(() => closeAll(instance, uplink));

it("a folder is mounted, and nothing listens for it", async () => {
  const before = (await execa("ss", ["-Hltn"])).stdout;
  const shares = await instance.json<readonly ShareJson[]>(
    ...(["share", "add", "web", src, "/src", "--by", "sshfs"] as const),
  );
  expect(shares).toMatchObject([{ way: "sshfs", state: "mounted", problem: null }]);
  expect(await guestRun(web, "cat /src/from-here")).toBe("hello");
  await guestRun(web, "echo there >/src/from-there && mv /src/from-there /src/renamed");
  expect(readFileSync(join(src, "renamed"), "utf8")).toBe("there\n");
  expect((await execa("ss", ["-Hltn"])).stdout).toBe(before);
});

it("it leads nowhere else, whatever links are in it and whatever is asked for", async () => {
  const secret = join(instance.folder, "secret");
  writeFileSync(secret, "of this computer");
  symlinkSync(secret, join(src, "absolute"));
  symlinkSync("../secret", join(src, "relative"));
  const read = "cat /src/absolute /src/relative /src/../secret 2>/dev/null; echo end";
  expect(await guestRun(web, read)).toBe("end");
  // They are there as they are, as those within the folder have to be.
  expect(await guestRun(web, "readlink /src/absolute; readlink /src/relative")).toBe(
    `${secret}\n../secret`,
  );
  // The server of the files sees nothing else.
  const [server] = await servers();
  expect(existsSync(`/proc/${server}/root${secret}`)).toBe(false);
  expect(existsSync(`/proc/${server}/root/share/from-here`)).toBe(true);
});

it("one whose server was killed is told of, and repaired", async () => {
  for (const pid of await servers()) process.kill(pid, "SIGKILL");
  const problem = await until("the end to be told", async () => {
    const [share] = await instance.json<readonly ShareJson[]>("share", "list", "web");
    return share?.problem ?? null;
  });
  expect(problem.code).toBe("share-ended");
  await instance.json("share", "repair", "web");
  expect(await guestRun(web, "cat /src/from-here")).toBe("hello");
  expect(await servers()).toHaveLength(1);
});

it("it is there again after a boot of the guest, although that mounts too slowly at first", async () => {
  const { stdout } = await execa("pgrep", ["-f", "/supervisor\\.js$"]);
  const supervisor = Number(stdout);
  // It mounts the folder after the boot, but not before this guest has become slow.
  process.kill(supervisor, "SIGSTOP");
  await guestRun(web, "touch /run/before; (sleep 1; reboot -f) >/dev/null 2>&1 &");
  const age = () => guestRun(web, "test -e /run/before && echo old || echo new").catch(() => null);
  await until("the new boot", async () => (await age()) === "new" || null, 120);
  const slow =
    '#!/bin/sh\n[ "$1" = -h ] || { [ -e /slow ] && rm /slow && sleep 50; }\nexec /sshfs "$@"\n';
  const script = Buffer.from(slow).toString("base64");
  const replace = `s=$(command -v sshfs) && mv $s /sshfs && echo ${script} | base64 -d >$s && chmod +x $s`;
  await guestRun(web, `${replace} && touch /slow`);
  process.kill(supervisor, "SIGCONT");
  const seen = () => guestRun(web, "cat /src/from-here").catch(() => null);
  await until("the folder", async () => (await seen()) === "hello" || null, 240);
  expect(await guestRun(web, "ls /slow 2>/dev/null || echo over")).toBe("over");
  await mounted();
});

it("nothing is left of it once the machine was killed, and read-only is held here", async () => {
  await instance.json("kill", "web");
  await until("the server to end", async () => (await servers()).length === 0 || null);
  await instance.json("share", "remove", "web", "/src");
  await instance.json("start", "web");
  await instance.machine("web", (machine) => machine.reachable === true);
  const fixed = ["share", "add", "web", src, "/fixed", "--read-only", "--by", "sshfs"];
  await instance.json(...fixed);
  await mounted();
  await guestRun(web, "mount -o remount,rw /fixed; touch /fixed/new 2>/dev/null; true");
  expect(existsSync(join(src, "new"))).toBe(false);
});

it("the doctor tells of a machine without sshfs, once for all of its folders", async () => {
  await guestRun(web, "mv $(command -v sshfs) /run/sshfs.away");
  await instance.json("share", "remove", "web", "/fixed");
  for (const place of ["/one", "/two"]) {
    const added = await instance.virtray("share", "add", "web", src, place, "--by", "sshfs");
    expect(added.exitCode).toBe(1);
  }
  const { stdout } = await instance.virtray("doctor", "--json");
  const found = (JSON.parse(stdout) as readonly FindingJson[]).filter(({ id }) =>
    /^(?:share|machine)-web/.test(id),
  );
  expect(found).toEqual([
    {
      ...{ id: "share-web/one", level: "warning", why: null, repair: null, repairs: [] },
      what: "The folder cannot be shared with “web”. By virtiofs: another way was chosen for this folder. By sshfs: sshfs is not installed in the machine.",
      todo: "Resolve one of the two, then: virtray share repair web",
    },
  ]);
});
