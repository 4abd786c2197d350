import { rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import writeFileAtomic from "write-file-atomic";
import type { CableFiles } from "../adapters/qemu/cable-files.ts";
import { readCableRecord } from "../adapters/qemu/cable-view.ts";
import { writeCableRecord } from "../adapters/qemu/weather-cable.ts";
import { openSwitchPlug } from "../adapters/switch/plug.ts";
import { type CableRecord, fairWeather } from "../contract/lan/weather.ts";
import { createFrameCutter, isCutOff, packFrame, plainMacs } from "../core/lan/weather/frames.ts";
import { nextEnd, plainCable } from "../core/lan/weather/record.ts";
import { createBelt } from "./belt.ts";

/** QEMU writes and reads each frame behind its length in four bytes (net/stream.c). */
const lengthBytes = 4;
/** The time limit for QEMU to plug in, in ms. */
const plugInMs = 15_000;
/** The bytes that may wait for a reader: more are lost, as in a full buffer of a card. */
const mostWaitingBytes = 4 * 1024 ** 2;
/** Timers overflow after 24 days. */
const mostTimerMs = 2 ** 31 - 1;

/** The weather of the cable, until its end. */
interface Conditions {
  readonly record: () => CableRecord;
  readonly macs: () => ReadonlySet<string>;
  read(): Promise<void>;
}

/** Follows the record: what is over is taken out of it, by which others see that it is. */
function followRecord(files: CableFiles): Conditions {
  let record = plainCable;
  let macs: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;
  async function read(): Promise<void> {
    const present = await readCableRecord(files);
    record = present ?? plainCable;
    macs = plainMacs(record.cuts.map(({ mac }) => mac));
    clearTimeout(timer);
    const end = nextEnd(record);
    if (end === null) return;
    const wait = Math.min(Math.max(0, end - Date.now()) + 1, mostTimerMs);
    timer = setTimeout(() => void expire(), wait);
  }
  async function expire(): Promise<void> {
    await read();
    await writeCableRecord(files, record === plainCable ? null : record);
  }
  return { record: () => record, macs: () => macs, read };
}

/** Joins QEMU's cable with the switch; resolves once one of both has ended. */
function join(qemu: Socket, conditions: Conditions, files: CableFiles, switchFolder: string) {
  const weather = () => conditions.record().weather?.is ?? fairWeather;
  return new Promise<void>((resolve) => {
    const toMachine = createBelt(weather, (frame) => {
      if (qemu.writableLength < mostWaitingBytes) qemu.write(packFrame(frame, lengthBytes));
    });
    const plug = openSwitchPlug(
      switchFolder,
      (frame) => {
        if (!isCutOff(frame, "to-machine", conditions.macs())) toMachine(frame);
      },
      resolve,
    );
    const toLan = createBelt(weather, (frame) => {
      if (plug.waitingBytes() < mostWaitingBytes) plug.send(frame);
    });
    qemu.on(
      "data",
      createFrameCutter(lengthBytes, (frame) => {
        if (!isCutOff(frame, "to-lan", conditions.macs())) toLan(frame);
      }),
    );
    qemu
      .on("error", () => {})
      .once("close", () => {
        plug.close();
        resolve();
      });
    void writeFileAtomic(files.plug, String(plug.pid ?? ""), { mode: 0o600, fsync: false });
  });
}

/** Waits for QEMU's cable, and carries its frames until it is pulled or the switch ends. */
export async function carryCable(files: CableFiles, switchFolder: string): Promise<void> {
  const conditions = followRecord(files);
  await conditions.read();
  const cable = createServer();
  const plugged = new Promise<Socket | null>((resolve) => {
    cable.once("connection", resolve);
    setTimeout(() => resolve(null), plugInMs);
  });
  const control = createServer((talk) => {
    talk.on("error", () => {});
    talk.on("data", () => void conditions.read().then(() => talk.write("done\n")));
  });
  // QEMU's first: who sees that the other one listens may have it plugged in.
  await new Promise<void>((resolve) => cable.listen(files.socket, resolve));
  await new Promise<void>((resolve) => control.listen(files.control, resolve));
  const qemu = await plugged;
  cable.close();
  if (qemu !== null) await join(qemu, conditions, files, switchFolder);
  await Promise.all(
    [files.socket, files.control, files.plug].map((path) => rm(path, { force: true })),
  );
}
