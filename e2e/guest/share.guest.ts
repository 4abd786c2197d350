import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MachineDetailJson, ShareJson } from "../../electron/contract/app/cli.ts";
import { makeTesterPlace, type TesterPlace } from "../rig/app/tester-place.ts";
import { closeAll } from "../rig/close-all.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { tester } from "../rig/desktop/polkit.ts";
import { debianImage } from "../rig/guest/debian.mjs";
import { makeKey, runInDebian } from "../rig/guest/login.ts";
import { firstSubordinate, giveSubordinates } from "../rig/subordinates.ts";
import { until } from "../rig/until.ts";

/**
 * Folders of an ordinary user in one real Debian without a guest agent, by both ways at once. Each test
 * goes on where the previous one ended.
 */
let place: TesterPlace;
let instance: Instance;
let key: string;
let web: MachineDetailJson;

/** An emulated guest on a busy computer needs up to that long to boot. */
const guestMinutes = 60;

const ways = ["virtiofs", "sshfs"] as const;
type Way = (typeof ways)[number];

const inside = (command: string) => runInDebian(key, web, command);
const folderOf = (way: Way) => join(instance.folder, way);
const list = () => instance.json<readonly ShareJson[]>("share", "list", "web");
const allMounted = () =>
  until(
    "both folders to be mounted",
    async () => {
      const shares = await list();
      return shares.every(({ state }) => state === "mounted") ? shares : null;
    },
    guestMinutes * 60,
  );

/** Returns the processes that serve files in a way. */
async function servers(way: Way): Promise<readonly number[]> {
  const sought = way === "virtiofs" ? ["-f", "virtiofsd.*--fd=3"] : ["-x", "sftp-server"];
  const { stdout } = await execa("pgrep", sought, { reject: false });
  return stdout.split("\n").filter(Boolean).map(Number);
}

beforeAll(async () => {
  place = await makeTesterPlace();
  await place.polkit.answer("yes");
  await giveSubordinates(tester.name);
  const { uid, home } = tester;
  instance = makeInstance({ command: place.command, uid });
  key = await makeKey(home);
  await execa("chown", ["-R", `${uid}:${uid}`, join(home, ".ssh")]);
  for (const way of ways) {
    mkdirSync(folderOf(way));
    writeFileSync(join(folderOf(way), "from-here"), "hello\n");
    for (const path of [folderOf(way), join(folderOf(way), "from-here")]) chownSync(path, uid, uid);
  }
  // The image lies where only root reads.
  const image = join(instance.folder, "debian.qcow2");
  await execa("cp", [await debianImage(), image]);
  chownSync(image, uid, uid);
  await instance.json("lan", "up");
  await instance.json("template", "add", "debian", "--from", image, "--user", "debian");
  const own = ["--memory", "512", "--wait", "--timeout", String(guestMinutes * 60)];
  web = await instance.json<MachineDetailJson>("create", "web", "--template", "debian", ...own);
});

afterAll(() => closeAll(instance, place));

describe.each(ways)("a folder by %s", (way) => {
  const there = `/srv/${way}`;

  it("is mounted while the machine runs, and its way is told", async () => {
    const by = way === "virtiofs" ? [] : ["--by", way];
    const shares = await instance.json<readonly ShareJson[]>(
      ...["share", "add", "web", folderOf(way), there, ...by],
    );
    expect(shares.at(-1)).toMatchObject({ guestFolder: there, way, state: "mounted" });
    expect(await inside(`cat ${there}/from-here; stat -c %U:%G ${there}/from-here`)).toBe(
      "hello\ndebian:debian",
    );
  });

  it("has the right owners on both sides, for the login user and for root", async () => {
    await inside(`cd ${there}; echo mine >of-user; sudo sh -c 'echo roots >of-root'`);
    expect(await inside(`cd ${there}; stat -c %U of-user of-root; cat of-user`)).toBe(
      // By ssh, all that is written is of the user of this computer.
      way === "virtiofs" ? "debian\nroot\nmine" : "debian\ndebian\nmine",
    );
    const owner = (name: string) => statSync(join(folderOf(way), name)).uid;
    expect(owner("of-user")).toBe(tester.uid);
    expect(owner("of-root")).toBe(way === "virtiofs" ? firstSubordinate : tester.uid);
  });

  it("has its files renamed, over others too", async () => {
    await inside(`cd ${there}; mv of-user renamed; echo new >other; mv other renamed`);
    expect(readFileSync(join(folderOf(way), "renamed"), "utf8")).toBe("new\n");
    await inside(`cd ${there}; mkdir a b; mv renamed a; mv a b/; sudo rm of-root`);
    expect(readFileSync(join(folderOf(way), "b/a/renamed"), "utf8")).toBe("new\n");
  });

  it("leads nowhere else, for root neither", async () => {
    writeFileSync(join(instance.folder, "secret"), "of this computer", { mode: 0o644 });
    symlinkSync(join(instance.folder, "secret"), join(folderOf(way), "absolute"));
    symlinkSync("../secret", join(folderOf(way), "relative"));
    const read = `cd ${there}; sudo cat absolute relative ../secret 2>/dev/null; ls`;
    expect(await inside(read)).toBe("absolute\nb\nfrom-here\nrelative");
    // A link that the guest makes is the guest's own, and leads nowhere here.
    await inside(`sudo ln -s /etc/hostname ${there}/theirs; cat ${there}/theirs | grep -x web`);
    await inside(`cd ${there}; sudo rm absolute relative theirs`);
  });

  it("holds many small files", async () => {
    // By ssh in an emulated guest, each one takes a tenth of a second.
    const count = way === "virtiofs" ? 10_000 : 300;
    const make = `import os; os.mkdir('many'); [open(f'many/{n}','w').write(str(n)) for n in range(${count})]`;
    await inside(`cd ${there}; python3 -c "${make}"`);
    expect(readdirSync(join(folderOf(way), "many"))).toHaveLength(count);
    expect(readFileSync(join(folderOf(way), "many/299"), "utf8")).toBe("299");
    expect(await inside(`ls ${there}/many | wc -l; rm -r ${there}/many; ls ${there}`)).toBe(
      `${count}\nb\nfrom-here`,
    );
  });
});

describe("what goes wrong", () => {
  it.each(ways)("a killed server of %s is told of, and repaired", async (way) => {
    const [before] = await servers(way);
    for (const pid of await servers(way)) process.kill(pid, "SIGKILL");
    const problem = await until("the end to be told", async () => {
      const share = (await list()).find(({ guestFolder }) => guestFolder === `/srv/${way}`);
      return share?.problem ?? null;
    });
    expect(problem.code).toBe("share-ended");
    await instance.json("share", "repair", "web");
    expect(await list()).toMatchObject(ways.map((each) => ({ way: each, state: "mounted" })));
    expect(await inside(`cat /srv/${way}/from-here`)).toBe("hello");
    const now = await servers(way);
    expect(now).toHaveLength(1);
    expect(now[0]).not.toBe(before);
  });

  it("the guest boots again, and has both again", async () => {
    const boot = () => inside("cat /proc/sys/kernel/random/boot_id").catch(() => null);
    const before = await boot();
    await inside("sudo systemctl --no-block reboot");
    await until(
      "the new boot",
      async () => ![null, before].includes(await boot()) || null,
      guestMinutes * 60,
    );
    await until(
      "the folders",
      () => inside("cat /srv/virtiofs/from-here /srv/sshfs/from-here").catch(() => null),
      guestMinutes * 60,
    );
    await allMounted();
    expect(await inside("cat /srv/virtiofs/from-here /srv/sshfs/from-here")).toBe("hello\nhello");
  });

  it("the machine is killed, and nothing of it is left", async () => {
    process.kill(Number((await instance.json<MachineDetailJson>("show", "web")).pid), "SIGKILL");
    for (const way of ways) {
      await until(
        `the server of ${way} to end`,
        async () => (await servers(way)).length === 0 || null,
      );
    }
    expect(await list()).toMatchObject(ways.map(() => ({ state: "off", problem: null })));
  });
});
