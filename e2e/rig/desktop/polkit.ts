import type { ChildProcess } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { execa } from "execa";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";
import { startPolkitd, startSystemBus } from "./system-bus.ts";

/** The unprivileged user of the sandbox. */
export const tester = { name: "tester", uid: 4242, home: "/run/tester" } as const;

const rules = "/etc/polkit-1/rules.d";
const rule = `${rules}/10-virtray-test.rules`;
const folder = "/run/virtray-polkit";
const record = `${folder}/elevations`;

/** polkit's answer to the tester: yes, no, or "ask" without an agent. */
export type PolkitAnswer = "yes" | "no" | "ask";

/** A real polkit in the sandbox, which decides for the tester by a rule of the test's. */
export interface Polkit {
  answer(answer: PolkitAnswer): Promise<void>;
  /** The command line of each granted elevation, oldest first, as pkexec received it. */
  elevations(): readonly string[];
  /** The words to put before a command so that it runs as the tester in this namespace. */
  readonly asTester: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts a system bus and polkitd, adds the tester, and gives it a /dev/net/tun that it may open,
 * as udev does. It works only inside the sandbox, where mounts cover /etc and /dev.
 */
export async function startPolkit(): Promise<Polkit> {
  if (process.env["VIRTRAY_SANDBOX"] !== "1") throw new Error("this needs build/sandbox.mjs");
  const children: ChildProcess[] = [];
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const child of children.toReversed()) await endChild(child);
    for (const step of undo.toReversed()) await step();
    rmSync(folder, { recursive: true, force: true });
  };
  const cover = async (path: string, content?: string) => {
    const copy = `${folder}/${path.replaceAll("/", "_")}`;
    copyFileSync(path, copy);
    appendFileSync(copy, content ?? "");
    await execa("mount", ["--bind", copy, path]);
    undo.push(() => execa("umount", [path]));
  };
  try {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
    writeFileSync(record, "");
    chmodSync(record, 0o666);
    const { name, uid, home } = tester;
    await cover("/etc/passwd", `${name}:x:${uid}:${uid}:Test:${home}:/bin/bash\n`);
    await cover("/etc/group", `${name}:x:${uid}:\n`);
    // Without an entry, su refuses to become the user.
    await cover("/etc/shadow", `${name}:*:20000:0:99999:7:::\n`);
    for (const path of [home, `/run/user/${uid}`]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      chownSync(path, uid, uid);
      undo.push(async () => rmSync(path, { recursive: true, force: true }));
    }
    const tun = `${folder}/tun`;
    // Major 10, minor 200: /dev/net/tun (Documentation/admin-guide/devices.txt of the kernel).
    await execa("mknod", ["-m", "666", tun, "c", "10", "200"]);
    await execa("mount", ["--bind", tun, "/dev/net/tun"]);
    undo.push(() => execa("umount", ["/dev/net/tun"]));
    await execa("mount", ["-t", "tmpfs", "-o", "mode=755", "tmpfs", rules]);
    undo.push(() => execa("umount", [rules]));

    children.push((await startSystemBus()).child);
    children.push((await startPolkitd()).child);

    const asTester = [
      "setpriv",
      `--reuid=${uid}`,
      `--regid=${uid}`,
      "--clear-groups",
      "env",
      `HOME=${home}`,
      `USER=${name}`,
      `XDG_RUNTIME_DIR=/run/user/${uid}`,
      "SHELL=/bin/bash",
    ];
    const polkit: Polkit = {
      asTester,
      async answer(answer) {
        if (answer === "ask") rmSync(rule, { force: true });
        else writeFileSync(rule, ruleText(answer));
        // polkitd reads its rules again some time after the folder has changed.
        let heard = "nothing";
        await until(`polkit to answer ${answer}`, async () => {
          const said = await ask(asTester);
          heard = said.words;
          return said.answer === answer;
        }).catch((error: unknown) => {
          throw new Error(`${String(error)}; the last was: ${heard}`);
        });
        writeFileSync(record, "");
      },
      elevations: () => readFileSync(record, "utf8").split("\n").filter(Boolean),
      close,
    };
    return polkit;
  } catch (error) {
    await close();
    throw error;
  }
}

function ruleText(answer: "yes" | "no"): string {
  // polkit's own log goes to syslog, so a program records each granted elevation.
  return `polkit.addRule(function (action, subject) {
  if (action.id !== "org.freedesktop.policykit.exec" || subject.user !== "${tester.name}") return;
  polkit.spawn(["/bin/sh", "-c", 'printf "%s\\n" "$1" >> ${record}', "sh", action.lookup("command_line")]);
  return polkit.Result.${answer.toUpperCase()};
});
`;
}

/** Returns polkit's present answer, by a harmless elevation. */
async function ask(
  asTester: readonly string[],
): Promise<{ readonly answer: PolkitAnswer; readonly words: string }> {
  const [program = "", ...args] = asTester;
  const { exitCode, stderr } = await execa(
    program,
    [...args, "pkexec", "--disable-internal-agent", "/bin/true"],
    { reject: false },
  );
  const words = `${exitCode} ${stderr}`;
  if (exitCode === 0) return { answer: "yes", words };
  return { answer: stderr.includes("No authentication agent") ? "ask" : "no", words };
}
