/// <reference path="./dbus-native.d.ts" />
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { until } from "../../../e2e/rig/until.ts";
import { type BusConnection, connectToBus } from "./bus-connection.ts";

/** A real bus, and on it a program that answers, one that owns a name, and strangers. */
const face = "io.example.Face";
const path = "/io/example";
const source = { name: "io.example.Owner", path, interface: face, member: "Told" };
let folder = "";
let daemon: ChildProcess;
let ours: BusConnection;
let owner: BusConnection;
let heard: (readonly unknown[])[] = [];

const socket = () => join(folder, "bus");

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "bus-"));
  const address = `--address=unix:path=${socket()}`;
  daemon = spawn("dbus-daemon", ["--session", "--nofork", "--print-address", address], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  // It prints its address once it listens (dbus-daemon(1), --print-address).
  if (daemon.stdout !== null) await once(daemon.stdout, "data");
  ours = connectToBus(socket());
  ours.bus.setMethodCallHandler(path, face, "Answer", [() => "here", "s"]);
  heard = [];
  ours.follow(source, (values) => void heard.push(values));
  owner = connectToBus(socket());
  const request = { member: "RequestName", signature: "su", body: [source.name, 4] };
  await new Promise<void>((resolve) => owner.bus.invokeDbus(request, () => resolve()));
  await until("our name", async () => ours.bus.name !== undefined);
});

afterEach(async () => {
  ours.socket.destroy();
  owner.socket.destroy();
  await endChild(daemon);
  rmSync(folder, { recursive: true, force: true });
});

/** Sends a message as a stranger, and gives what came back. */
async function send(...args: readonly string[]): Promise<string> {
  const bus = `--bus=unix:path=${socket()}`;
  const sent = await execa("dbus-send", [bus, `--dest=${ours.bus.name}`, ...args], {
    reject: false,
  });
  return sent.stdout + sent.stderr;
}

/** Our answer, which comes after all that was sent to us before. */
const answer = async () => {
  const reply = await send("--print-reply=literal", path, `${face}.Answer`);
  return reply.trim();
};

it.each([
  "org.freedesktop.DBus.Properties.Get",
  "org.freedesktop.DBus.Properties.GetAll",
  "org.freedesktop.DBus.Properties.Set",
])("answers a call of %s without its values by an error, and goes on", async (method) => {
  expect(await send("--print-reply", path, method)).toMatch(
    /^Error org\.freedesktop\.DBus\.Error\./,
  );
  expect(await answer()).toBe("here");
});

it.each([
  [path, "io.example.Other.Ask"],
  ["/", `${face}.Answer`],
  [path, `${face}.Unknown`],
])("answers a call of what is not there, %s %s, by an error", async (where, method) => {
  expect(await send("--print-reply", where, method)).toMatch(
    /^Error org\.freedesktop\.DBus\.Error\./,
  );
  expect(await answer()).toBe("here");
});

/** Writes a call as bytes (D-Bus specification, "Message format"), which no library here would send. */
function callWith(serial: number, to: string, call: readonly string[], file?: number): Buffer {
  const [object = "", face = "", member = ""] = call;
  const fields: readonly (readonly [number, string, string])[] = [
    [1, "o", object],
    [6, "s", to],
    [2, "s", face],
    [3, "s", member],
    ...(file === undefined ? [] : ([[8, "g", "h"]] as const)),
  ];
  const padded = (bytes: Buffer, to: number) =>
    Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  let header = Buffer.alloc(0);
  for (const [code, type, value] of fields) {
    const length = type === "g" ? Buffer.from([value.length]) : number(value.length);
    const start = Buffer.from([code, 1, type.charCodeAt(0), 0]);
    header = Buffer.concat([padded(header, 8), start, length, Buffer.from(`${value}\0`)]);
  }
  const body = file === undefined ? Buffer.alloc(0) : number(file);
  const start = Buffer.from(["l".charCodeAt(0), 1, 0, 1]);
  const counts = [body.length, serial, header.length].map(number);
  return Buffer.concat([padded(Buffer.concat([start, ...counts, header]), 8), body]);
}

it("goes on after values of a kind that it cannot read", async () => {
  const stranger = createConnection({ path: socket() });
  let told = "";
  stranger.on("data", (bytes) => {
    told += bytes.toString("latin1");
  });
  stranger.write("\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n");
  const bus = "org.freedesktop.DBus";
  stranger.write(callWith(1, bus, ["/org/freedesktop/DBus", bus, "Hello"]));
  // A handle to a file that does not come along.
  stranger.write(callWith(2, `${ours.bus.name}`, [path, face, "Answer"], 0));
  stranger.write(callWith(3, `${ours.bus.name}`, [path, face, "Answer"]));
  await until("the answer to the next call", async () => told.includes("here"));
  stranger.destroy();
  expect(await answer()).toBe("here");
});

it("hears the owner of a name, and no signal that a stranger sends in its place", async () => {
  const forged = ["--type=signal", path, `${face}.Told`];
  await send(...forged, "string:forged");
  await send(...forged);
  expect(await answer()).toBe("here");
  expect(heard).toEqual([]);

  owner.bus.sendSignal(path, face, "Told", "s", ["true"]);
  await until("the owner's signal", async () => heard.length > 0);
  expect(heard).toEqual([["true"]]);
});

it("hears the next owner of a name, and no longer the former one", async () => {
  const other = connectToBus(socket());
  const release = { member: "ReleaseName", signature: "s", body: [source.name] };
  await new Promise<void>((resolve) => owner.bus.invokeDbus(release, () => resolve()));
  const request = { member: "RequestName", signature: "su", body: [source.name, 4] };
  await new Promise<void>((resolve) => other.bus.invokeDbus(request, () => resolve()));
  owner.bus.sendSignal(path, face, "Told", "s", ["former"]);
  other.bus.sendSignal(path, face, "Told", "s", ["next"]);
  await until("the next owner's signal", async () => heard.length > 0);
  expect(await answer()).toBe("here");
  expect(heard).toEqual([["next"]]);
  other.socket.destroy();
});

it("takes a signal without values for one with none", async () => {
  owner.bus.sendSignal(path, face, "Told", "", []);
  await until("the owner's signal", async () => heard.length > 0);
  expect(heard).toEqual([[]]);
});
