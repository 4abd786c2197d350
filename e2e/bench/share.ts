import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeAll } from "../rig/close-all.ts";
import { makeKeyedInstance } from "../rig/guest/keyed-instance.ts";
import { guestRun } from "../rig/guest/run.mjs";
import { type Figure, median, timed } from "./figure.ts";

const address = "192.168.100.1";

/** The size of the large file, and the number of small ones. */
const largeMiB = 48;
const smallCount = 400;

/** Each way is measured so often, in turns with the others, and the median counts. */
const rounds = 3;

/**
 * Measures how a real guest reads a large file and many small ones: by virtiofs, by sshfs, through ssh alone,
 * and, for the large one, from its own disk. All in one guest and one run.
 */
export async function benchShare(): Promise<readonly Figure[]> {
  const { instance, uplink, create } = await makeKeyedInstance({ agent: true, sshfs: true });
  try {
    const src = join(instance.folder, "src");
    const small = join(src, "small");
    mkdirSync(small, { recursive: true });
    // Not all zeros, which some way might send as a hole.
    writeFileSync(join(src, "large"), Buffer.alloc(largeMiB * 2 ** 20, "virtray"));
    for (let n = 0; n < smallCount; n++) writeFileSync(join(small, `${n}`), `file ${n}\n`);
    await create("web", address);
    const ways = ["virtiofs", "sshfs"] as const;
    for (const way of ways) {
      await instance.json("share", "add", "web", src, `/${way}`, "--by", way);
    }
    // The guest would read the files from its memory the second time.
    const forget = () => guestRun(address, "sync; echo 3 >/proc/sys/vm/drop_caches");
    const nothing = await medianOf(() => guestRun(address, "true"), forget);
    const inGuest = async (script: string) =>
      Math.max(1, (await medianOf(() => guestRun(address, script), forget)) - nothing);
    const copied = async (...what: readonly string[]) =>
      medianOf(async () => {
        await guestRun(address, "rm -rf /tmp/copied");
        const done = await instance.virtray("copy", "-r", ...what, "web:/tmp/copied");
        if (done.exitCode !== 0) throw new Error(done.stderr);
      }, forget);
    const large = {
      virtiofs: await inGuest("cat /virtiofs/large >/dev/null"),
      sshfs: await inGuest("cat /sshfs/large >/dev/null"),
      ssh: await copied(join(src, "large")),
      disk: await inGuest(`dd if=/dev/vda of=/dev/null bs=1M count=${largeMiB} 2>/dev/null`),
    };
    const many = {
      virtiofs: await inGuest("cat /virtiofs/small/* >/dev/null"),
      sshfs: await inGuest("cat /sshfs/small/* >/dev/null"),
      ssh: await copied(small),
    };
    const speed = (ms: number) => `${(largeMiB / (ms / 1000)).toFixed(0)} MiB/s`;
    const pace = (ms: number) => `${((smallCount / ms) * 1000).toFixed(0)} files/s`;
    return [
      {
        what: "a large shared file by virtiofs, against copying it through ssh",
        value: large.virtiofs / large.ssh,
        most: 1,
        unit: "times",
        beside: `virtiofs ${speed(large.virtiofs)}, sshfs ${speed(large.sshfs)}, ssh ${speed(large.ssh)}, the guest's own disk ${speed(large.disk)}`,
      },
      {
        what: "a large shared file by sshfs, against copying it through ssh",
        value: large.sshfs / large.ssh,
        most: 2,
        unit: "times",
      },
      {
        what: `${smallCount} small shared files by virtiofs, against sshfs`,
        value: many.virtiofs / many.sshfs,
        most: 1,
        unit: "times",
        beside: `virtiofs ${pace(many.virtiofs)}, sshfs ${pace(many.sshfs)}, ssh ${pace(many.ssh)}`,
      },
    ];
  } finally {
    await closeAll(instance, uplink);
  }
}

/** Returns the median of the milliseconds that work takes; `before` runs before each time. */
async function medianOf(
  work: () => Promise<unknown>,
  before: () => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await before();
    times.push(await timed(work));
  }
  return median(times);
}
