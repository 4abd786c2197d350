import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import type { TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import {
  fine,
  makeTwoWays,
  pinned,
  plugGuest,
  switchOff,
  switchOn,
} from "../../../e2e/rig/lan/ways.ts";
import { until } from "../../../e2e/rig/until.ts";

/** Unused ports: the guest's, and the far side's, which answers on request. */
const guestPort = 5555;
const farPort = 7008;

let lan: TestLan;
let guest: TestGuest;
let one: TestUplink;
let two: TestUplink;
let before: string;

beforeEach(async () => {
  ({ one, two, lan, before } = await makeTwoWays());
  await switchOn(lan);
  guest = await plugGuest(lan);
});

afterEach(() => switchOff(lan, before, [guest], [one, two]));

async function choose(name: string): Promise<void> {
  expect(await lan.network.setUplink(pinned(name))).toEqual(fine);
}

/** Counts the host's own answers to forgotten flows that were dropped: resets, ICMP. */
async function keptBack(): Promise<readonly number[]> {
  const chain = await sh("nft", "list", "chain", "inet", "virtray", "forgotten");
  return [...chain.matchAll(/packets (\d+)/g)].map((match) => Number(match[1]));
}

/** Sends one datagram, as a late answer to the guest's. */
async function answerLate(uplink: TestUplink): Promise<void> {
  const script = `const socket = require("node:dgram").createSocket("udp4");
    socket.bind(${farPort}, "${anywhere}", () =>
      socket.send("late", ${guestPort}, "${uplink.address}", () => socket.close()));`;
  await sh("ip", "netns", "exec", uplink.namespace, process.execPath, "-e", script);
}

async function sendOnce(): Promise<void> {
  const script = `const socket = require("node:dgram").createSocket("udp4");
    socket.bind(${guestPort}, () =>
      socket.send("?", ${farPort}, "${anywhere}", () => socket.close()));`;
  expect((await guest.run(process.execPath, "-e", script)).exitCode).toBe(0);
}

it("sends no answer by a former uplink to late packets of a guest's flow", async () => {
  await choose("eth1");
  await sendOnce();
  await choose("eth2");
  const onOne = await capture("eth1", `dst host ${anywhere}`);
  await answerLate(one);
  await until("the answer", async () => onOne.lines.length > 0 || (await keptBack())[1] === 1);
  expect(await onOne.end()).toEqual([]);
});

it("sends no answer by another uplink for flows that the kernel forgot", async () => {
  await choose("eth2");
  await sendOnce();
  const speak = `const server = require("node:net").createServer((socket) => {
      socket.on("error", () => {});
      console.log("connected");
      process.stdin.once("data", () => socket.write("late"));
    }).listen(${farPort}, "${anywhere}", () => console.log("listening"));`;
  const far = spawn("ip", ["netns", "exec", two.namespace, process.execPath, "-e", speak], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const said: string[] = [];
  createInterface(far.stdout).on("line", (line) => said.push(line));
  await until("the far side", () => said.includes("listening"));
  const listen = `require("node:net").connect(${farPort}, "${anywhere}").on("error", () => {});`;
  const near = guest.start(process.execPath, "-e", listen);
  try {
    await until("the connection", () => said.includes("connected"));
    const onOne = await capture("eth1", `dst host ${anywhere}`);
    // The kernel does the same when an interface is unplugged, and returns with its address.
    await sh("conntrack", "-D", "-s", guest.address);
    await answerLate(two);
    far.stdin.write("now\n");
    await until(
      "both answers",
      async () => onOne.lines.length > 0 || (await keptBack()).every((count) => count > 0),
    );
    expect(await onOne.end()).toEqual([]);
  } finally {
    await Promise.all([endChild(near), endChild(far)]);
  }
});
