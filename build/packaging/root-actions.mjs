import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The texts of polkit for each action by which an installed package becomes root, by language. One-shot
 * actions have the names of electron/contract/root/one-shot.ts.
 * @typedef {Readonly<Record<string, Readonly<Record<string, { readonly description: string, readonly message: string }>>>>} RootActionWords
 */

const prefix = "io.github.virtray.Virtray";
/** The programs' folder once they are installed. */
const folder = "/opt/Virtray/resources/root";

/** Returns the name of an action's program, which is also what the action does but for the LAN's. */
export const programOf = (/** @type {string} */ action) => (action === "lan" ? "netd" : action);

/**
 * Writes the program that an action runs as root: the app's own runtime with netd or a one-shot action
 * and one argument. The word before the argument restricts which order it may hold.
 * @param {string} action
 */
export function rootProgram(action) {
  const program = programOf(action);
  const words = program === "netd" ? "netd.js" : `once.js ${program}`;
  return `#!/bin/sh
# polkit’s action “${action}” runs this as root.
exec /usr/bin/env ELECTRON_RUN_AS_NODE=1 /opt/Virtray/virtray-desktop \\
  /opt/Virtray/resources/app.asar/out/main/${words} "$1"
`;
}

/**
 * Writes all actions as a policy file (polkit(8)).
 * @param {RootActionWords} words English first: polkit falls back to texts without a language
 */
export function policy(words) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<policyconfig>
  <vendor>Virtray</vendor>
${actionsOf(words)
  .map((action) => policyAction(words, action))
  .join("")}</policyconfig>
`;
}

/** @param {RootActionWords} words */
const actionsOf = (words) => Object.keys(Object.values(words)[0] ?? {});

/**
 * @param {RootActionWords} words
 * @param {string} action
 */
function policyAction(words, action) {
  const texts = Object.entries(words).flatMap(([language, of], index) => {
    const { description, message } = of[action] ?? { description: "", message: "" };
    const which = index === 0 ? "" : ` xml:lang="${language}"`;
    return [
      `    <description${which}>${description}</description>`,
      `    <message${which}>${message}</message>`,
    ];
  });
  return `  <action id="${prefix}.${action}">
${texts.join("\n")}
    <icon_name>virtray-desktop</icon_name>
    <defaults>
      <allow_any>auth_admin</allow_any>
      <allow_inactive>auth_admin</allow_inactive>
      <allow_active>auth_admin</allow_active>
    </defaults>
    <annotate key="org.freedesktop.policykit.exec.path">${folder}/${programOf(action)}</annotate>
  </action>
`;
}

/**
 * Writes the programs and the policy for a package.
 * @param {string} to a folder, which is made
 * @param {RootActionWords} words
 * @returns {{ readonly programs: string, readonly policy: string }} the programs' folder and the file
 */
export function writeRootActions(to, words) {
  const programs = join(to, "root");
  mkdirSync(programs, { recursive: true });
  for (const action of actionsOf(words)) {
    const path = join(programs, programOf(action));
    writeFileSync(path, rootProgram(action));
    chmodSync(path, 0o755);
  }
  const file = join(to, `${prefix}.policy`);
  writeFileSync(file, policy(words));
  return { programs, policy: file };
}
