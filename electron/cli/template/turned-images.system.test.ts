import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeTesterPlace, type TesterPlace } from "../../../e2e/rig/app/tester-place.ts";
import { holds } from "../../../e2e/rig/images/image-attacks.ts";

/** An ordinary user with a key, and another user's folder with images for everybody. */
let tester: TesterPlace;
let shared: string;
let home: string;
/** The command without bubblewrap, which many systems do not have. */
let withoutSandbox: readonly string[];
const other = 4343;
const secret = "PRIVATE KEY OF THE USER";

/**
 * Alternates an image between a good one and one whose data are the key: by name, or by its
 * content. If it were judged as the one and opened as the other, it would bring the key to a guest.
 */
async function startTurning(how: "rename" | "write"): Promise<ChildProcess> {
  const script = `const fs = require("node:fs");
    process.chdir(${JSON.stringify(shared)});
    const [good, evil] = ["good", "evil"].map((name) => fs.readFileSync(name));
    fs.writeFileSync("disk.vmdk", good, { mode: 0o644 });
    const file = fs.openSync("disk.vmdk", "r+");
    const turn = {
      rename: (name) => { fs.linkSync(name, "next"); fs.renameSync("next", "disk.vmdk"); },
      write: (name) => fs.writeSync(file, name === "good" ? good : evil, 0, good.length, 0),
    }[${JSON.stringify(how)}];
    const pause = new Int32Array(new SharedArrayBuffer(4));
    process.stdout.write("turning");
    for (;;) for (const name of ["evil", "good"]) { turn(name); Atomics.wait(pause, 0, 0, 1 + Math.random() * 12); }`;
  const words = [
    `--reuid=${other}`,
    `--regid=${other}`,
    "--clear-groups",
    tester.node,
    "-e",
    script,
  ];
  const child = spawn("setpriv", words, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

beforeAll(async () => {
  tester = await makeTesterPlace();
  home = tester.command.find((word) => word.startsWith("HOME="))?.slice("HOME=".length) ?? "";
  shared = mkdtempSync("/run/shared-");
  const programs = join(shared, "bin");
  mkdirSync(programs);
  for (const name of ["bash", "qemu-img", "gzip"])
    symlinkSync(`/usr/bin/${name}`, join(programs, name));
  const at = tester.command.indexOf("LANG=C.UTF-8");
  withoutSandbox = [
    ...tester.command.slice(0, at),
    `PATH=${programs}`,
    ...tester.command.slice(at),
  ];
  const key = join(home, "key");
  writeFileSync(key, secret.padEnd(65_536, "\n"), { mode: 0o600 });
  execFileSync("chown", ["--reference", home, key]);
  const [good, evil] = [join(shared, "good"), join(shared, "evil")];
  execFileSync("qemu-img", ["create", "-q", "-f", "vmdk", good, "64K"]);
  const text = `# Disk DescriptorFile
version=1
CID=fffffffe
parentCID=ffffffff
createType="monolithicFlat"
RW 128 FLAT "${key}" 0
`;
  writeFileSync(evil, text.padEnd(65_536, "\n"));
  for (const path of [good, evil]) chmodSync(path, 0o644);
  for (const path of [shared, good, evil]) chownSync(path, other, other);
  chmodSync(shared, 0o755);
});

afterAll(async () => {
  rmSync(shared, { recursive: true, force: true });
  await tester?.close();
});

it.each(["rename", "write"] as const)(
  "opens the image that it judged, even if another user changes it by a %s",
  async (how) => {
    const turning = await startTurning(how);
    try {
      const seen = { taken: 0, refused: 0 };
      // Both outcomes must occur, or the test proves nothing.
      for (let tries = 0; tries < 6 || seen.taken === 0 || seen.refused === 0; tries += 1) {
        const name = `${how}-${tries}`;
        const words = ["template", "add", name, "--from", join(shared, "disk.vmdk")];
        const [program = "", ...rest] = [...withoutSandbox, ...words];
        const done = await execa(program, rest, { reject: false, stdin: "ignore", cwd: "/" });
        seen[done.exitCode === 0 ? "taken" : "refused"] += 1;
        const templates = join(home, ".local/share/virtray/templates");
        const images = execFileSync("find", [templates, "-name", "base.qcow2"], {
          encoding: "utf8",
        });
        for (const image of images.split("\n").filter(Boolean))
          expect(holds(image, secret)).toBe(false);
        rmSync(templates, { recursive: true, force: true });
      }
    } finally {
      turning.kill("SIGKILL");
      await once(turning, "close");
    }
  },
);
