import { portWire } from "../electron/contract/channels/names.ts";
import type { Bridge } from "../electron/contract/channels/table.ts";

declare global {
  interface Window {
    /** Set by the preload script. */
    readonly virtray: Bridge;
  }
}

/** The calls to main and events from it. */
export const bridge: Bridge = window.virtray;

const ports = new Map<string, MessagePort>();
const waiting = new Map<string, (port: MessagePort) => void>();

window.addEventListener("message", ({ source, data, ports: [port] }: MessageEvent) => {
  const name: unknown = source === window ? data?.[portWire] : undefined;
  if (typeof name !== "string" || port === undefined) return;
  const take = waiting.get(name);
  waiting.delete(name);
  if (take === undefined) ports.set(name, port);
  else take(port);
});

/** Returns the port that an answer of main names; it may arrive before the answer or after it. */
export function takePort(name: string): Promise<MessagePort> {
  const port = ports.get(name);
  ports.delete(name);
  return port === undefined
    ? new Promise((resolve) => waiting.set(name, resolve))
    : Promise.resolve(port);
}
