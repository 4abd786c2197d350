import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeInstance } from "../../../e2e/rig/command.ts";
import { makeHostileImages } from "../../../e2e/rig/images/hostile-images.ts";
import {
  holds,
  type ImageAttack,
  planted,
  startReadAttack,
  startRepairAttack,
} from "../../../e2e/rig/images/image-attacks.ts";
import { makeLandlockPath } from "../../../e2e/rig/images/landlock-path.ts";
import type { FindingJson } from "../../contract/app/cli-care.ts";
import { fail, ok } from "../../contract/errors/app-error.ts";
import { whoHasOpen } from "../process/process-identity.ts";
import { convertImage } from "./convert-image.ts";
import { growImage, readDiskSizes } from "./disk-size.ts";
import { landlock } from "./image-sandbox.ts";
import { withImageSource } from "./image-source.ts";
import { findSandbox, runQemuImg } from "./qemu-img.ts";

/** The sandbox for images on a system without bubblewrap whose kernel has Landlock. */
const folder = mkdtempSync(join(tmpdir(), "landlock-"));
chmodSync(folder, 0o755);
const programs = ["qemu-img", "qemu-nbd", "gzip", "ip"];
const path = await makeLandlockPath(join(folder, "bin"), programs);
const before = process.env["PATH"] ?? "";

const secret = "PRIVATE KEY OF THE USER";
const key = join(folder, "key");
const bashrc = join(folder, "bashrc");
const settings = "# my own settings\n".repeat(60);
const target = join(folder, "target");
const MiB = 1024 ** 2;
const attacks: ImageAttack[] = [];

beforeAll(async () => {
  writeFileSync(key, secret.padEnd(512, "\n"), { mode: 0o600 });
  writeFileSync(bashrc, settings);
  if (path !== null) process.env["PATH"] = path;
  attacks.push(await startRepairAttack(mkdtempSync(join(folder, "a-")), bashrc));
  attacks.push(await startReadAttack(mkdtempSync(join(folder, "b-")), key));
});

afterEach(() => rmSync(target, { force: true }));

afterAll(async () => {
  for (const attack of attacks) await attack.close();
  process.env["PATH"] = before;
  rmSync(folder, { recursive: true });
});

/** The words of a copy that leave it to an image what lies beneath it. */
const careless = (image: string) => {
  const driver = image.split(".").at(-1);
  const name = `json:${JSON.stringify({ driver, file: { driver: "file", filename: image } })}`;
  return ["convert", "-q", "-O", "qcow2", name, target];
};

function rawImage(name: string): string {
  const image = join(folder, name);
  const content = Buffer.alloc(MiB);
  content.set([0x55, 0xaa], 510);
  writeFileSync(image, content.fill("harmless", 4096, 8192));
  return image;
}

describe.skipIf(path === null)("Landlock, where bubblewrap is missing", () => {
  it("is what qemu-img runs in", async () => {
    expect(await findSandbox()).toEqual({ works: true, tool: landlock });
  });

  it("lets images be read, copied, linked and grown", async () => {
    const image = rawImage("plain.raw");
    expect(await convertImage({ path: image, format: "raw", piece: null }, target)).toEqual(
      ok(undefined),
    );
    execFileSync("qemu-img", ["compare", "-f", "raw", "-F", "qcow2", image, target]);
    expect(await growImage(target, "qcow2", 2 * MiB)).toEqual(ok(undefined));
    expect(await readDiskSizes(target, "qcow2")).toMatchObject(ok({ virtualBytes: 2 * MiB }));
    const [clone, copy] = [join(folder, "clone.qcow2"), join(folder, "copy.qcow2")];
    execFileSync("qemu-img", [
      ...["create", "-q", "-f", "qcow2", "-b", target, "-F", "qcow2"],
      clone,
    ]);
    const source = { path: clone, format: "qcow2", piece: null, base: target } as const;
    expect(await convertImage(source, copy, { linked: true })).toEqual(ok(undefined));
    execFileSync("qemu-img", ["compare", clone, copy]);
  });

  it("keeps an image that got past the check from the user’s files", async () => {
    let harm = 0;
    for (const other of [key, ...attacks.map(({ name }) => name)]) {
      // Where the word stands is for the check to find; QEMU does the same with each.
      const isOf = (name: string) =>
        other === key ? !/parent (?:behind|at)/.test(name) : name === "vmdk: parent";
      const images = makeHostileImages(mkdtempSync(join(folder, "i-")), other);
      for (const image of images.filter(({ name }) => isOf(name))) {
        const words = careless(image.path);
        await runQemuImg(words, [
          { path: image.path, access: "read" },
          { path: target, access: "write" },
        ]);
        expect(readFileSync(bashrc, "utf8"), image.name).toBe(settings);
        expect(holds(target, secret), image.name).toBe(false);
        // Some do harm without it, so there is something to keep them from.
        harm += harmOf(words);
      }
    }
    expect(harm).toBeGreaterThanOrEqual(3);
  });

  it("lets the source be read alone, and no other file, process or word of the environment", async () => {
    const image = rawImage("source.raw");
    const grow = ["resize", "-q", "-f", "raw", image, "2M"];
    expect(await runQemuImg(grow, [{ path: image, access: "read" }])).toMatchObject({ ok: false });
    expect(await runQemuImg(grow, [{ path: image, access: "write" }])).toMatchObject({ ok: true });
    for (const other of [key, "/etc/passwd", "/proc/self/environ", "/dev/kvm"]) {
      const words = ["info", "-f", "raw", other];
      expect(await runQemuImg(words, [{ path: image, access: "read" }]), other).toMatchObject({
        ok: false,
        error: { cause: expect.stringMatching(/Permission denied|No such file/) },
      });
    }
  });

  it("refuses another file that has the name of the judged one by then", async () => {
    const image = rawImage("switched.img");
    const done = await withImageSource<void>(image, async (found) => {
      renameSync(image, `${image}.old`);
      symlinkSync(key, image);
      return found.kind === "image" ? convertImage(found.source, target) : fail("cancelled", {});
    });
    expect(done).toMatchObject({ ok: false, error: { code: "file-denied" } });
    expect(holds(target, secret)).toBe(false);
  });

  it("ends when the person cancels", async () => {
    const image = join(folder, "large.raw");
    // Random bytes do not compress, so the work takes a while.
    writeFileSync(image, randomBytes(64 * MiB));
    const abort = new AbortController();
    const done = await convertImage({ path: image, format: "raw", piece: null }, target, {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    expect(done).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(await whoHasOpen(target)).toEqual([]);
  });

  it("is there for an ordinary user whose bubblewrap is refused, and the doctor has nothing to tell", async () => {
    const script = "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n";
    writeFileSync(join(folder, "bin/bwrap"), script, { mode: 0o755 });
    const uid = 65_534;
    const image = rawImage("other.raw");
    // The display is root's.
    const as = [
      "/usr/bin/env",
      "-u",
      "DISPLAY",
      "/usr/bin/setpriv",
      `--reuid=${uid}`,
      `--regid=${uid}`,
      "--clear-groups",
    ];
    const built = [process.execPath, join(import.meta.dirname, "../../../build/virtray.mjs")];
    const instance = makeInstance({ uid, command: [...as, ...built] });
    try {
      const added = await instance.virtray("template", "add", "other", "--from", image);
      expect(added).toMatchObject({ exitCode: 0, stderr: "" });
      const { stdout } = await instance.virtray("doctor", "--json");
      const found = (JSON.parse(stdout) as readonly FindingJson[]).find(
        ({ id }) => id === "sandbox",
      );
      expect(found).toMatchObject({ level: "ok", what: "Disk images are read in a sandbox." });
    } finally {
      await instance.close();
    }
  });
});

/** Returns the exit code of a command without a sandbox: 1 if it reads or writes a file of the user's. */
function harmOf(words: readonly string[]): number {
  try {
    execFileSync("qemu-img", [...words], { stdio: "pipe" });
  } catch {
    // Some are none that QEMU takes at all.
  }
  const isHarmed = readFileSync(bashrc, "utf8").includes(planted);
  const isRead = existsSync(target) && holds(target, secret);
  writeFileSync(bashrc, settings);
  rmSync(target, { force: true });
  return isHarmed || isRead ? 1 : 0;
}
