import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * An action for which an installed package can become root, with a program and a polkit action of its
 * own, so that the password dialogue names it. One-shot actions have the names of
 * electron/contract/root/one-shot.ts.
 * @typedef {{ readonly description: string, readonly message: string }} Texts
 * @typedef {{ readonly action: string, readonly program: string, readonly en: Texts, readonly de: Texts }} RootAction
 */

const prefix = "io.github.virtray.Virtray";
/** The programs' folder once they are installed. */
const folder = "/opt/Virtray/resources/root";

/** @type {RootAction} */
const lan = {
  action: "lan",
  program: "netd",
  en: {
    description: "Run the private network of virtual machines",
    message:
      "Authentication is required to run the private network of your virtual machines, as Virtray has just explained: an interface, routes and firewall rules of its own, until it is switched off",
  },
  de: {
    description: "Das private Netz der virtuellen Maschinen betreiben",
    message:
      "Legitimierung ist nötig, um das private Netz Ihrer virtuellen Maschinen zu betreiben, wie Virtray es gerade erklärt hat: eigene Schnittstelle, Routen und Firewall-Regeln, bis es ausgeschaltet wird",
  },
};

/** @type {readonly (readonly [name: string, en: string, de: string])[]} */
const single = [
  [
    "load-module",
    "load a kernel module for virtual machines",
    "ein Kernelmodul für virtuelle Maschinen zu laden",
  ],
  [
    "set-module-option",
    "change an option of the kernel module KVM",
    "eine Option des Kernelmoduls KVM zu ändern",
  ],
  [
    "unset-module-option",
    "take back the changed option of the kernel module KVM",
    "die geänderte Option des Kernelmoduls KVM zurückzunehmen",
  ],
  [
    "join-group-kvm",
    "add you to the group kvm, for good",
    "Sie auf Dauer in die Gruppe kvm aufzunehmen",
  ],
  [
    "open-kvm",
    "let you use KVM until this computer restarts",
    "Ihnen KVM bis zum Neustart dieses Computers zu öffnen",
  ],
  ["close-kvm", "take your access to KVM back", "Ihren Zugriff auf KVM zurückzunehmen"],
  [
    "lend-device",
    "let a virtual machine, and all your programs meanwhile, write to a whole disk of this computer",
    "eine virtuelle Maschine, und solange alle Ihre Programme, auf eine ganze Platte dieses Computers schreiben zu lassen",
  ],
  [
    "take-back-devices",
    "take back your access to disks that were lent to virtual machines",
    "Ihren Zugriff auf Platten zurückzunehmen, die virtuellen Maschinen geliehen waren",
  ],
  [
    "allow-through-firewall",
    "let the virtual machines’ network pass another firewall of this computer",
    "das Netz der virtuellen Maschinen durch eine andere Firewall dieses Computers zu lassen",
  ],
  [
    "take-back-firewall",
    "remove Virtray’s rules from another firewall of this computer",
    "Virtrays Regeln aus einer anderen Firewall dieses Computers zu entfernen",
  ],
  [
    "write-hosts",
    "write the virtual machines’ names into /etc/hosts",
    "die Namen der virtuellen Maschinen in /etc/hosts zu schreiben",
  ],
  [
    "take-back-hosts",
    "remove the virtual machines’ names from /etc/hosts",
    "die Namen der virtuellen Maschinen aus /etc/hosts zu entfernen",
  ],
];

/** @type {readonly RootAction[]} */
export const rootActions = [
  lan,
  ...single.map(([name, en, de]) => ({
    action: name,
    program: name,
    en: {
      description: en[0]?.toUpperCase() + en.slice(1),
      message: `Authentication is required to ${en}`,
    },
    de: {
      description: `Legitimierung, um ${de}`,
      message: `Legitimierung ist nötig, um ${de}`,
    },
  })),
];

/**
 * Writes the program that an action runs as root: the app's own runtime with netd or a one-shot action
 * and one argument. The word before the argument restricts which order it may hold.
 * @param {RootAction} which
 */
export function rootProgram({ action, program }) {
  const words = program === "netd" ? "netd.js" : `once.js ${program}`;
  return `#!/bin/sh
# polkit’s action “${action}” runs this as root.
exec /usr/bin/env ELECTRON_RUN_AS_NODE=1 /opt/Virtray/virtray-desktop \\
  /opt/Virtray/resources/app.asar/out/main/${words} "$1"
`;
}

/** Writes all actions as a policy file (polkit(8)). */
export function policy() {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<policyconfig>
  <vendor>Virtray</vendor>
${rootActions.map(policyAction).join("")}</policyconfig>
`;
}

/** @param {RootAction} which */
function policyAction({ action, program, en, de }) {
  return `  <action id="${prefix}.${action}">
    <description>${en.description}</description>
    <description xml:lang="de">${de.description}</description>
    <message>${en.message}</message>
    <message xml:lang="de">${de.message}</message>
    <icon_name>virtray-desktop</icon_name>
    <defaults>
      <allow_any>auth_admin</allow_any>
      <allow_inactive>auth_admin</allow_inactive>
      <allow_active>auth_admin</allow_active>
    </defaults>
    <annotate key="org.freedesktop.policykit.exec.path">${folder}/${program}</annotate>
  </action>
`;
}

/**
 * Writes the programs and the policy for a package.
 * @param {string} to a folder, which is made
 * @returns {{ readonly programs: string, readonly policy: string }} the programs' folder and the file
 */
export function writeRootActions(to) {
  const programs = join(to, "root");
  mkdirSync(programs, { recursive: true });
  for (const each of rootActions) {
    const path = join(programs, each.program);
    writeFileSync(path, rootProgram(each));
    chmodSync(path, 0o755);
  }
  const file = join(to, `${prefix}.policy`);
  writeFileSync(file, policy());
  return { programs, policy: file };
}
