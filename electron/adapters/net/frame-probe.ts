import { spawn } from "node:child_process";
import { type ProbeFrame, readProbeFrame } from "../../core/path-check/probe-frames.ts";

/** A plug of our own in the LAN's switch, by which frames are sent and heard. Needs no root. */
export interface LanProbe {
  send(frame: Uint8Array): void;
  /** Calls back with each relevant frame, until the returned function is called. */
  listen(heard: (frame: ProbeFrame) => void): () => void;
  close(): void;
}

/** vde_plug joins its two streams with a switch: each frame behind its length in two bytes. */
const lengthBytes = 2;

/** Plugs in at a folder of the switch's sockets. A dead switch is silent. */
export function openLanProbe(socketFolder: string): LanProbe {
  // vde_plug must end with this process, however that ends.
  const args = ["--pdeathsig", "KILL", "vde_plug", socketFolder];
  const child = spawn("setpriv", args, { stdio: ["pipe", "pipe", "ignore"] });
  const listeners = new Set<(frame: ProbeFrame) => void>();
  let held = Buffer.alloc(0);
  child.once("error", () => {});
  child.stdin.on("error", () => {});
  child.stdout.on("data", (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= lengthBytes && held.length >= lengthBytes + held.readUInt16BE(0)) {
      const end = lengthBytes + held.readUInt16BE(0);
      const frame = readProbeFrame(held.subarray(lengthBytes, end));
      held = held.subarray(end);
      if (frame !== null) for (const heard of listeners) heard(frame);
    }
  });
  return {
    send(frame) {
      const packed = Buffer.alloc(lengthBytes + frame.length);
      packed.writeUInt16BE(frame.length, 0);
      packed.set(frame, lengthBytes);
      child.stdin.write(packed);
    },
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    close() {
      child.stdin.end();
      child.kill();
    },
  };
}
