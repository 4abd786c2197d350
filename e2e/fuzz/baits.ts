import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";

/**
 * The content of every bait, which is part of no name: a new image that holds it has read a bait.
 */
const mark = "what only the owner of this computer may read";

/** Files and sockets that no image may touch, and the detection of accesses to them. */
export interface Baits {
  readonly folder: string;
  /** The names by which QEMU would find them, in each of its notations. */
  readonly names: readonly [string, ...string[]];
  /** Describes the accesses to them since the last call. */
  breaches(): Promise<readonly string[]>;
  /** Tells whether bytes contain a bait's content. */
  isIn(bytes: Buffer): boolean;
  close(): void;
}

/** The state of an untouched file: its atime is set back, so that the next read changes it. */
interface Still {
  readonly path: string;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly text: string;
}

/** Creates baits in a new folder, with servers on 127.0.0.1 and a UNIX socket. */
export async function layBaits(folder: string): Promise<Baits> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const socket = join(folder, "nbd.sock");
  const ears = await listenAt(socket);
  const files = writeBaits(folder);
  let still = files.map(settle);
  const before = names(folder);
  return {
    folder,
    names: namesForQemu(folder, ears.port, socket),
    async breaches() {
      // The event loop reports a new connection at its next turn.
      await new Promise((resolve) => setImmediate(resolve));
      const found = ears.connections.splice(0);
      found.push(...still.flatMap(accessTo));
      const more = names(folder).filter((name) => !before.includes(name));
      found.push(...more.map((name) => `${join(folder, name)} was made`));
      for (const name of more) rmSync(join(folder, name), { recursive: true, force: true });
      if (found.length > 0) {
        for (const { path, text } of still) writeFileSync(path, text, "latin1");
        still = files.map(settle);
      }
      return found;
    },
    isIn: (bytes) => bytes.includes(mark),
    close: ears.close,
  };
}

/** Listens at a UNIX socket and on a port of 127.0.0.1, and notes each connection. */
async function listenAt(socket: string) {
  const connections: string[] = [];
  const servers: Server[] = [];
  const listen = async (what: string, at: { path: string } | { port: 0; host: string }) => {
    const server = createServer((peer) => {
      connections.push(`a connection to ${what}`);
      peer.destroy();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(at, resolve));
    return server.address();
  };
  await listen("the UNIX socket", { path: socket });
  const { port } = (await listen("127.0.0.1", { port: 0, host: "127.0.0.1" })) as AddressInfo;
  return {
    connections,
    port,
    close() {
      for (const server of servers) server.close();
    },
  };
}

/** The names of the files that are baits. */
const baitNames = ["bashrc", "id_ed25519", "id_ed25519.pub", "disk.qcow2"] as const;

/** Writes the files, and returns their paths. */
function writeBaits(folder: string): readonly string[] {
  const sector = Buffer.alloc(64 * 512, `# ${mark}\n`);
  sector.set([0x55, 0xaa], 510);
  writeFileSync(join(folder, "bashrc"), sector, { mode: 0o644 });
  for (const name of ["id_ed25519", "id_ed25519.pub"]) {
    writeFileSync(join(folder, name), `${mark}, ${"and other ".repeat(1024)}`, { mode: 0o600 });
  }
  const disk = join(folder, "disk.qcow2");
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1M"]);
  chmodSync(disk, 0o600);
  return baitNames.map((name) => join(folder, name));
}

function namesForQemu(folder: string, port: number, socket: string): Baits["names"] {
  const [bashrc, key, publicKey, disk] = [
    join(folder, baitNames[0]),
    join(folder, baitNames[1]),
    join(folder, baitNames[2]),
    join(folder, baitNames[3]),
  ];
  const asJson = (path: string) =>
    JSON.stringify({ driver: "raw", file: { driver: "file", filename: path } });
  // The children of this one differ, so QEMU "repairs" one of them.
  const quorum = JSON.stringify({
    driver: "vmdk",
    file: {
      ...{ driver: "quorum", "vote-threshold": 2, "rewrite-corrupted": true },
      "read-only": false,
      children: [bashrc, key, publicKey].map((path) => ({
        ...{ driver: "raw", size: 512, "read-only": false },
        file: { driver: "file", filename: path, "read-only": false },
      })),
    },
  });
  return [
    bashrc,
    ...[key, publicKey, disk],
    `json:${asJson(bashrc)}`,
    // In VMDKs, whose names end at a quote, JSON in QEMU's own dialect is needed.
    `json:${asJson(key).replaceAll('"', "'")}`,
    `json:${quorum}`,
    `json:${quorum.replaceAll('"', "'")}`,
    `file:${bashrc}`,
    `raw:${bashrc}`,
    "../baits/bashrc",
    "../../baits/disk.qcow2",
    `blkdebug::${bashrc}`,
    `fat:rw:${folder}`,
    `nbd:127.0.0.1:${port}`,
    `nbd://127.0.0.1:${port}/disk`,
    `nbd:unix:${socket}`,
    `nbd+unix:///disk?socket=${socket}`,
    `json:{'driver':'nbd','server':{'type':'unix','path':'${socket}'}}`,
    `http://127.0.0.1:${port}/disk`,
    `ssh://127.0.0.1:${port}/etc/fstab`,
    "/etc/fstab",
  ];
}

/** Describes the access to a file since it was settled; nothing if there was none. */
function accessTo(one: Still): readonly string[] {
  const now = lstatSync(one.path, { throwIfNoEntry: false });
  if (now === undefined) return [`${one.path} is gone`];
  if (now.mtimeMs !== one.mtimeMs || now.ctimeMs !== one.ctimeMs) {
    const what = readFileSync(one.path, "latin1") === one.text ? "touched" : "changed";
    return [`${one.path} was ${what}`];
  }
  return now.atimeMs === one.atimeMs ? [] : [`${one.path} was read`];
}

function names(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true }).map(String);
}

function settle(path: string): Still {
  const text = readFileSync(path, "latin1");
  utimesSync(path, 1_000_000, 2_000_000);
  const { atimeMs, mtimeMs, ctimeMs } = lstatSync(path);
  return { path, atimeMs, mtimeMs, ctimeMs, text };
}
