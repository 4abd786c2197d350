import { spawn } from "node:child_process";
import { createFrameCutter, packFrame } from "../../core/lan/weather/frames.ts";

/** A plug of this process in a switch, by which frames are sent and heard. Needs no root. */
export interface SwitchPlug {
  /** The process that the switch names at its port; undefined if it could not be started. */
  readonly pid: number | undefined;
  send(frame: Uint8Array): void;
  /** The bytes that were sent and not yet taken. */
  readonly waitingBytes: () => number;
  close(): void;
}

/** vde_plug joins its two streams with a switch: each frame behind its length in two bytes. */
const lengthBytes = 2;

/**
 * Plugs in at a folder of the switch's sockets. A dead switch is silent; `onEnd` is called once the plug
 * is out, however that came.
 */
export function openSwitchPlug(
  socketFolder: string,
  onFrame: (frame: Uint8Array) => void,
  onEnd: () => void = () => {},
): SwitchPlug {
  // vde_plug must end with this process, however that ends.
  const args = ["--pdeathsig", "KILL", "vde_plug", socketFolder];
  const child = spawn("setpriv", args, { stdio: ["pipe", "pipe", "ignore"] });
  child.once("error", onEnd).once("exit", onEnd);
  child.stdin.on("error", () => {});
  child.stdout.on("data", createFrameCutter(lengthBytes, onFrame));
  return {
    pid: child.pid,
    send: (frame) => void child.stdin.write(packFrame(frame, lengthBytes)),
    waitingBytes: () => child.stdin.writableLength,
    close() {
      child.stdin.end();
      child.kill();
    },
  };
}
