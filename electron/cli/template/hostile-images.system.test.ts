import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeTesterPlace, type TesterPlace } from "../../../e2e/rig/app/tester-place.ts";
import { tester } from "../../../e2e/rig/desktop/polkit.ts";
import { packOva, vmdkWithParent } from "../../../e2e/rig/images/hostile-images.ts";
import { type ImageAttack, startRepairAttack } from "../../../e2e/rig/images/image-attacks.ts";
import type { FailureJson } from "../../contract/app/cli.ts";

/**
 * The effects of a hostile image on an ordinary user who takes it, for each way that it can come.
 */
const settings = "# my own settings\n".repeat(60);
const folder = join(tester.home, "images");
const bashrc = join(tester.home, ".bashrc");
let place: TesterPlace;
let attack: ImageAttack;
let server: Server;

beforeAll(async () => {
  place = await makeTesterPlace();
  mkdirSync(folder);
  writeFileSync(bashrc, settings);
  for (const path of [folder, bashrc]) chownSync(path, tester.uid, tester.uid);
  attack = await startRepairAttack(folder, bashrc);
  const image = join(folder, "image.vmdk");
  writeFileSync(image, vmdkWithParent(attack.name, { headerSays: { at: 0, size: 0 } }));
  packOva(image, join(folder, "image.ova"));
  execFileSync("gzip", ["-k", image]);
  for (const name of ["image.vmdk", "image.ova", "image.vmdk.gz"]) {
    chownSync(join(folder, name), tester.uid, tester.uid);
  }
  server = createServer((_request, response) => response.end(readFileSync(image)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterAll(async () => {
  server?.close();
  await attack?.close();
  await place?.close();
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/image.vmdk`;

it("would succeed if that user asked qemu-img about it", async () => {
  const [program = "", ...words] = place.polkit.asTester;
  await execa(program, [...words, "qemu-img", "info", join(folder, "image.vmdk")], {
    reject: false,
  });
  await execa(
    program,
    [
      ...words,
      "qemu-img",
      "convert",
      "-O",
      "qcow2",
      join(folder, "image.vmdk"),
      join(folder, "out"),
    ],
    {
      reject: false,
    },
  );
  expect(readFileSync(bashrc, "utf8")).not.toBe(settings);
  writeFileSync(bashrc, settings);
});

it.each([
  ["a file", () => ["template", "add", "one", "--from", join(folder, "image.vmdk")]],
  ["an OVA", () => ["template", "add", "one", "--from", join(folder, "image.ova")]],
  ["a packed file", () => ["template", "add", "one", "--from", join(folder, "image.vmdk.gz")]],
  ["a URL", () => ["template", "add", "one", "--url", url()]],
  ["a machine’s disk", () => ["add", "web", "--disk", join(folder, "image.vmdk")]],
])("is refused, and has no effect, when it comes as %s", async (_way, words) => {
  const done = await place.virtray(...words(), "--json");
  expect((JSON.parse(done.stdout) as FailureJson).error.code).toBe("image-reaches-out");
  expect(readFileSync(bashrc, "utf8")).toBe(settings);
});

it("is read in a sandbox, which this user may make", async () => {
  const image = join(folder, "plain.img");
  const content = Buffer.alloc(1024 * 1024);
  content.set([0x55, 0xaa], 510);
  writeFileSync(image, content);
  chownSync(image, tester.uid, tester.uid);
  const { stdout } = await place.virtray("doctor", "--json");
  expect(stdout).toContain('"what": "Disk images are read in a sandbox."');
  expect(await place.virtray("template", "add", "plain", "--from", image)).toMatchObject({
    exitCode: 0,
  });
});
