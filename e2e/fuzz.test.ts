import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Baits, layBaits } from "./fuzz/baits.ts";
import { fuzz } from "./fuzz/fuzz.ts";
import { judgeTrace, startTraced } from "./fuzz/trace.ts";
import { vmdkWithParent } from "./rig/images/hostile-images.ts";

it("manipulated images lead to no file but source and target", async () => {
  // The seed is fixed; `npm run fuzz` tries others.
  const seed = Number(process.env["FUZZ_SEED"] ?? 1);
  const { inputs, outcomes, faults } = await fuzz(seed, 30);
  expect(faults, `seed ${seed}`).toEqual([]);
  expect(inputs).toBeGreaterThan(10);
  // Some images must be refused late, and some accepted: otherwise the run proves little.
  expect(Object.keys(outcomes)).toEqual(
    expect.arrayContaining([expect.stringMatching(/: ok$/), expect.stringMatching(/^template: /)]),
  );
});

it("sees the files that an unprotected qemu-img opens, reads and changes, and its connections", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
  const baits = await layBaits(join(folder, "baits"));
  try {
    const target = join(folder, "target.qcow2");
    const own = join(folder, "own.raw");
    writeFileSync(own, Buffer.alloc(1024 * 1024, 7));
    const convert = (source: string) => ["convert", "-O", "qcow2", source, target];
    expect(await seen(folder, baits, convert(own))).toEqual([]);

    const reading = await seen(folder, baits, convert(baits.names[0]));
    expect(reading).toContainEqual(
      expect.stringMatching(/^\/usr\/bin\/qemu-img names what is forbidden: open/),
    );
    expect(reading).toContain(`${baits.names[0]} was read`);

    const linked = join(folder, "linked.qcow2");
    const naming = (name: string) =>
      execFileSync("qemu-img", [
        "create",
        "-q",
        "-f",
        "qcow2",
        "-u",
        "-b",
        name,
        "-F",
        "raw",
        linked,
        "1M",
      ]);
    naming(join(folder, "other"));
    writeFileSync(join(folder, "other"), "");
    expect(await seen(folder, baits, convert(linked))).toContainEqual(
      expect.stringMatching(/names what it was not told: open.*other/),
    );
    for (const name of baits.names.filter((each) => /^nbd/.test(each))) {
      naming(name);
      expect(await seen(folder, baits, convert(linked)), name).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/qemu-img connects/),
          expect.stringMatching(/^a connection to/),
        ]),
      );
    }

    // QEMU overwrites the child of a quorum that differs from two others, as a repair.
    const quorum = baits.names.find((name) => name.includes("'quorum'")) ?? "";
    writeFileSync(linked, vmdkWithParent(quorum));
    expect(await seen(folder, baits, convert(linked))).toContain(`${baits.names[0]} was changed`);

    writeFileSync(join(baits.folder, "more"), "");
    expect(await baits.breaches()).toEqual([`${join(baits.folder, "more")} was made`]);
    writeFileSync(baits.names[0], "other");
    expect(await baits.breaches()).toEqual([`${baits.names[0]} was changed`]);
    expect(await baits.breaches()).toEqual([]);
  } finally {
    baits.close();
    rmSync(folder, { recursive: true });
  }
});

/** Runs qemu-img under the same trace as the product. */
async function seen(
  folder: string,
  baits: Baits,
  args: readonly string[],
): Promise<readonly string[]> {
  const traced = startTraced(join(folder, "trace"), ["qemu-img", ...args], "ignore");
  traced.child.stdout?.resume();
  await new Promise((resolve) => traced.child.once("close", resolve));
  const judged = judgeTrace(traced.read(), { forbidden: [baits.folder], port: null });
  return [...judged, ...(await baits.breaches())];
}
