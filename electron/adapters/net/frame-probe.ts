import { type ProbeFrame, readProbeFrame } from "../../core/path-check/probe-frames.ts";
import { openSwitchPlug } from "../switch/plug.ts";

/** A plug of our own in the LAN's switch, by which frames are sent and heard. Needs no root. */
export interface LanProbe {
  send(frame: Uint8Array): void;
  /** Calls back with each relevant frame, until the returned function is called. */
  listen(heard: (frame: ProbeFrame) => void): () => void;
  close(): void;
}

/** Plugs in at a folder of the switch's sockets. A dead switch is silent. */
export function openLanProbe(socketFolder: string): LanProbe {
  const listeners = new Set<(frame: ProbeFrame) => void>();
  const plug = openSwitchPlug(socketFolder, (bytes) => {
    const frame = readProbeFrame(bytes);
    if (frame !== null) for (const heard of listeners) heard(frame);
  });
  return {
    send: (frame) => plug.send(frame),
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    close: () => plug.close(),
  };
}
