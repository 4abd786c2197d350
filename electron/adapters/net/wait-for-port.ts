import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { findOwnNetwork } from "../root/own-network.ts";

/** The time limit of one attempt, and the pause between two, in milliseconds. */
const attemptMs = 1000;
const pauseMs = 250;

/**
 * Waits until a TCP port of a machine accepts connections; returns false if that does not happen. With a small LAN
 * no machine is at its address for this computer.
 */
export async function portAnswers(
  address: string,
  port: number,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (signal?.aborted !== true) {
    if (await accepts(address, port)) return true;
    if (Date.now() >= deadline) return false;
    await delay(pauseMs);
  }
  return false;
}

async function accepts(host: string, port: number): Promise<boolean> {
  if (findOwnNetwork() !== null) return false;
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), attemptMs);
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
