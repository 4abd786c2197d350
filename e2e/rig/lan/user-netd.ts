import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { execa } from "execa";
import { createNetdClient, type NetdClient } from "../../../electron/adapters/root/netd-client.ts";
import { netdFolder } from "../../../electron/adapters/root/netd-folder.ts";
import { fail } from "../../../electron/contract/errors/app-error.ts";
import type { NetdCommand, NetdReply, ServeOrder } from "../../../electron/contract/lan/netd.ts";
import { netdBundleForTests } from "./netd-bundle.ts";

const place = "/run/virtray-users";
const node = `${place}/node`;

/** A user of this computer whom netd serves, and the requests of the user's programs. */
export interface NetdUser {
  readonly uid: number;
  readonly netd: NetdClient;
  /** Starts netd by an order, as after a prompt, and returns its answer. */
  order(order: Partial<ServeOrder> | { readonly v: 1 }): Promise<unknown>;
  /**
   * Sends a desired state to the socket from an ordinary program of the user's, without any prompt.
   */
  tell(desired: NetdCommand): Promise<NetdReply>;
  /** Sends a line to any socket from such a program; never throws. */
  speak(socket: string, line: string): ReturnType<typeof runAs>;
  /** Runs a program as the user; never throws. */
  run(program: string, ...args: readonly string[]): ReturnType<typeof runAs>;
}

async function runAs(uid: number, program: string, args: readonly string[]) {
  const user = [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
  const done = await execa("setpriv", [...user, program, ...args], { reject: false, cwd: "/" });
  return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
}

const speaker = `
const socket = require("node:net").connect(process.argv[1], () => socket.write(process.argv[2] + "\\n"));
socket.on("data", (text) => { process.stdout.write(text); socket.end(); });
socket.on("error", (error) => { console.error(error.code); process.exit(1); });
`;

/** Makes Node reachable for every user; returns the function that undoes it. */
export async function showNode(): Promise<() => Promise<void>> {
  mkdirSync(place, { recursive: true });
  writeFileSync(node, "");
  await execa("mount", ["--bind", process.execPath, node]);
  return async () => {
    await execa("umount", [node], { reject: false });
    rmSync(place, { recursive: true, force: true });
  };
}

/** Makes a user by number, which need not be in any list of users. */
export function netdUser(uid: number): NetdUser {
  const folder = netdFolder(0).replace("/0/", `/${uid}/`);
  const speak = (socket: string, line: string) =>
    runAs(uid, node, ["-e", speaker, "--", socket, line]);
  const notStarted = async () => fail("internal", { detail: "nobody was asked" });
  return {
    uid,
    netd: createNetdClient(folder, notStarted),
    async order(order) {
      const whole = { v: 2, do: "serve", ...order };
      const argument = Buffer.from(JSON.stringify(whole)).toString("base64url");
      const env = { ELECTRON_RUN_AS_NODE: "1", SUDO_UID: String(uid) };
      const args = [await netdBundleForTests(), argument];
      const { stdout } = await execa(process.execPath, args, {
        env,
        extendEnv: false,
        reject: false,
      });
      return JSON.parse(stdout);
    },
    async tell(desired) {
      const line = JSON.stringify({ id: 1, ...desired });
      return JSON.parse((await speak(`${folder}/netd.sock`, line)).stdout);
    },
    speak,
    run: (program, ...args) => runAs(uid, program, args),
  };
}
