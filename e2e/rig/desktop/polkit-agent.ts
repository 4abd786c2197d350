import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createConnection, type Socket } from "node:net";
import { createClient, type MessageBus } from "@homebridge/dbus-native";
import { execa } from "execa";
import type {} from "../../../electron/adapters/desktop/dbus-native.d.ts";
import { systemBusSocket } from "./system-bus.ts";

/** The user's action at the password dialogue. */
export type AgentAnswer = "grant" | "cancel" | "nothing";

/** A polkit agent that answers every request for root without a person. */
export interface PolkitAgent {
  answer(answer: AgentAnswer): void;
  /** The number of dialogs that were opened. */
  asked(): number;
  /** The texts of the dialogues, oldest first. */
  messages(): readonly string[];
  /** The number of dialogs that were ended before they were answered. */
  ended(): number;
  close(): Promise<void>;
}

const folder = "/run/virtray-agent";
const pkexec = "/usr/bin/pkexec";
const path = "/org/virtray/agent";
const polkit = "org.freedesktop.PolicyKit1";
const authority = "/org/freedesktop/PolicyKit1/Authority";

/**
 * Without a login session, an agent must be registered for the very process that asks. So pkexec is
 * run by a script that tells its number and waits until the agent is there for it; the real pkexec
 * asks the real polkitd, which asks the agent.
 */
const wrapper = `#!/bin/sh
: > ${folder}/asks-$$
while [ ! -e ${folder}/served-$$ ]; do sleep 0.02; done
${folder}/pkexec "$@"
`;

type Variant = readonly [string, unknown];
type Subject = readonly [string, readonly (readonly [string, Variant])[]];

/** The process as polkit identifies it: pid and start time, so that a reused pid does not match. */
function subjectOf(pid: number): Subject {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const start = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
  return [
    "unix-process",
    [
      ["pid", ["u", pid]],
      ["start-time", ["t", start]],
    ],
  ];
}

/** Starts it inside the sandbox, where polkitd runs already. */
export async function startPolkitAgent(): Promise<PolkitAgent> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o1777);
  copyFileSync(pkexec, `${folder}/pkexec`);
  chmodSync(`${folder}/pkexec`, 0o4755);
  writeFileSync(`${folder}/wrapper`, wrapper, { mode: 0o755 });
  await execa("mount", ["--bind", `${folder}/wrapper`, pkexec]);

  const stream: Socket = createConnection(systemBusSocket);
  const bus: MessageBus = createClient({ stream });
  const call = (member: string, signature: string, body: readonly unknown[]) =>
    new Promise<void>((resolve, reject) => {
      const to = { path: authority, destination: polkit, interface: `${polkit}.Authority` };
      bus.invokeDbus({ ...to, member, signature, body }, (error) => {
        if (error === null) resolve();
        else reject(new Error(`${member}: ${error.name} ${String(error.message)}`));
      });
    });

  let answer: AgentAnswer = "cancel";
  let messages: string[] = [];
  let ended = 0;
  bus.exportInterface(
    {
      async BeginAuthentication(...given: readonly unknown[]) {
        const [, message, , , cookie, identities] = given;
        messages.push(String(message));
        if (answer === "nothing") await new Promise<never>(() => {});
        if (answer === "cancel") {
          throw Object.assign(new Error("dismissed"), { dbusName: `${polkit}.Error.Cancelled` });
        }
        // The agent's helper sends this to polkitd once PAM has checked the password.
        const [identity] = identities as readonly Subject[];
        const [kind] = identity ?? ["unix-user"];
        await call("AuthenticationAgentResponse2", "us(sa{sv})", [
          0,
          cookie,
          [kind, [["uid", ["u", 0]]]],
        ]);
      },
      CancelAuthentication() {
        ended += 1;
      },
    },
    path,
    {
      name: `${polkit}.AuthenticationAgent`,
      methods: { BeginAuthentication: ["sssa{ss}sa(sa{sv})", ""], CancelAuthentication: ["s", ""] },
      properties: {},
    },
  );
  const served = new Set<string>();
  const looking = setInterval(() => {
    for (const name of readdirSync(folder)) {
      const pid = /^asks-(\d+)$/.exec(name)?.[1];
      if (pid === undefined || served.has(pid)) continue;
      served.add(pid);
      call("RegisterAuthenticationAgent", "(sa{sv})ss", [subjectOf(Number(pid)), "C", path]).then(
        () => writeFileSync(`${folder}/served-${pid}`, ""),
        (error) => console.error(error),
      );
    }
  }, 20);
  return {
    answer(next) {
      answer = next;
      messages = [];
      ended = 0;
    },
    asked: () => messages.length,
    messages: () => messages,
    ended: () => ended,
    async close() {
      clearInterval(looking);
      stream.destroy();
      await execa("umount", [pkexec], { reject: false });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
