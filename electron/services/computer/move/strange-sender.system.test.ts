import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../../e2e/rig/command.ts";
import { emptyDisk } from "../../../../e2e/rig/small-machine.ts";
import { createByteReader, createMoveChannel } from "../../../adapters/computer/move-channel.ts";
import type { MachineJson } from "../../../contract/app/cli.ts";
import { sampleMachine } from "../../../contract/testing/samples.ts";
import { bytesHead, messageHead, streamHead } from "../../../core/computer/move-frames.ts";
import { createFoundation } from "../../compose/foundation.ts";
import { machinesParts } from "../../compose/machines.ts";
import { receiveMachine } from "./receive.ts";

/** A computer from which a machine is fetched, and which sends whatever it likes. */
let here: Instance;
let own: MachineJson;
let disk: Buffer;

const token = "0123456789abcdef0123456789abcdef";

beforeAll(async () => {
  here = makeInstance();
  const path = await emptyDisk(here.folder, "own");
  own = await here.json<MachineJson>("add", "own", "--disk", path, "--memory", "32");
  disk = readFileSync(path);
});
afterEach(() => rmSync(incoming(), { recursive: true, force: true }));
afterAll(() => here?.close());

const incoming = () => join(here.folder, "data/virtray/incoming");

const id = "00000000-0000-4000-8000-00000000abcd";
const mac = "52:54:00:00:ab:cd";
const machine = (about: object = {}) => ({
  ...sampleMachine({ id, name: "evil", memoryMiB: 32 }),
  network: { address: "192.168.100.66", mac, nic: "virtio" },
  ...about,
});
const file = (about: object = {}) => ({
  ...{ name: "disk.qcow2", bytes: disk.length, usedBytes: disk.length, state: "x" },
  ...about,
});
const message = (about: object) => {
  const bytes = Buffer.from(JSON.stringify(about));
  return Buffer.concat([messageHead(bytes.length), bytes]);
};
const offer = (about: object = {}) =>
  message({
    offer: {
      ...{ token, machine: machine(), template: null, files: [file()], live: null },
      ...{ left: { cdrom: null, shares: [] }, ...about },
    },
  });
const piece = (offset: number, bytes: Uint8Array) =>
  Buffer.concat([bytesHead(offset, bytes.length), bytes]);
const begun = () => [offer(), message({ file: "disk.qcow2" })];
const sum = (bytes: Uint8Array) =>
  message({ sum: createHash("sha256").update(bytes).digest("hex") });

/** Has the pieces come from the other side, and returns what came of it. */
async function receive(pieces: readonly Uint8Array[]): Promise<string> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  output.resume();
  for (const each of pieces) input.write(each);
  input.end();
  const channel = createMoveChannel(createByteReader(input), input, output);
  const parts = machinesParts(createFoundation(here.env));
  const came = await receiveMachine(parts, channel, { computer: "big" });
  channel.close();
  return came.ok ? "taken" : came.error.code;
}

const live = {
  ...{ qemu: "7.2", machineType: "pc-i440fx-7.2", accelerator: "tcg", processor: null },
  ...{ isOnLan: false, isPaused: false, disks: [{ virtualBytes: 2 ** 24, usedBytes: 0 }] },
};
/** A disk that names a file of this computer as what is beneath it. */
async function naming(path: string): Promise<Buffer> {
  const named = join(here.folder, "named.qcow2");
  await execa("cp", [join(here.folder, "own.qcow2"), named]);
  await execa("qemu-img", ["rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", path, named]);
  return readFileSync(named);
}

it.each<[string, () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>, string]>([
  ["garbage", () => [Buffer.alloc(100_000, "x")], "computer-lost"],
  ["a frame of 100 MB", () => [messageHead(100_000_000), Buffer.alloc(100_000)], "computer-lost"],
  ["a machine of this computer", () => [offer({ machine: machine({ id: own.id }) })], "move-there"],
  [
    "the card of a machine here",
    () => [offer({ machine: machine({ network: { ...machine().network, mac: own.mac } }) })],
    "move-there",
  ],
  ["a file elsewhere", () => [offer({ files: [file({ name: "../../own" })] })], "computer-strange"],
  ["one file twice", () => [offer({ files: [file(), file()] })], "computer-strange"],
  [
    "a name of controls",
    () => [offer({ machine: machine({ name: "e\u001b[2J" }) })],
    "computer-strange",
  ],
  [
    "a CD of this computer",
    () => [offer({ machine: machine({ cdrom: "/etc/passwd" }) })],
    "computer-strange",
  ],
  [
    "a folder of this computer",
    () => [
      offer({
        machine: machine({ shares: [{ folder: "/etc", guestFolder: "/mnt", readOnly: true }] }),
      }),
    ],
    "computer-strange",
  ],
  [
    "a disk of this computer",
    () => [
      offer({
        machine: machine({
          disk: { ...machine().disk, path: "/dev/sda", format: "raw", device: { bytes: 1 } },
        }),
      }),
    ],
    "move-device",
  ],
  [
    "more than this disk has",
    () => [offer({ files: [file({ usedBytes: 2 ** 52, bytes: 2 ** 52 })] })],
    "no-room",
  ],
  [
    "a running one with other disks",
    () => [offer({ files: [], live: { ...live, disks: [] } })],
    "computer-strange",
  ],
  [
    "a running one that has no room",
    () => [
      offer({
        files: [],
        live: { ...live, disks: [{ virtualBytes: 2 ** 24, usedBytes: 2 ** 52 }] },
      }),
    ],
    "no-room",
  ],
  ["bytes behind the end", () => [...begun(), piece(disk.length, disk)], "computer-strange"],
  [
    "bytes that go back",
    () => [...begun(), piece(4096, disk.subarray(0, 10)), piece(0, disk)],
    "computer-strange",
  ],
  ["another file than is due", () => [offer(), message({ file: "seed.img" })], "computer-strange"],
  [
    "another content",
    () => [...begun(), piece(0, disk), sum(Buffer.from("other"))],
    "move-damaged",
  ],
  ["a wish to connect", () => [...begun(), streamHead(1, "disks", 0)], "computer-lost"],
  ["a command", () => [message({ ask: "command", words: ["delete", "own"] })], "computer-strange"],
  [
    "a disk that names a file of this computer",
    async () => {
      const bytes = await naming("/etc/passwd");
      const files = [file({ bytes: bytes.length, usedBytes: bytes.length })];
      return [offer({ files }), message({ file: "disk.qcow2" }), piece(0, bytes), sum(bytes)];
    },
    "disk-has-backing",
  ],
])("refuses %s, and leaves nothing", async (_what, pieces, code) => {
  const before = await here.json<readonly MachineJson[]>("list");
  expect(await receive(await pieces())).toBe(code);
  expect(await here.json("list")).toEqual(before);
  // Only a beginning that was in order may still be of use for another attempt.
  const left = existsSync(incoming()) ? readdirSync(incoming()) : [];
  expect(left).toEqual(code === "computer-lost" ? left : []);
});
