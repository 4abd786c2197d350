import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import { type Need, needs } from "../build/setup/packages.mjs";
import { installLines, makeOtherSystem, note, type OtherSystem } from "./rig/other-system.ts";

/** Set-up on systems other than Debian, each with a script as its package manager. */
const setup = join(projectFolder, "build/setup.mjs");
const missing = `Missing on this computer:
  qemu-system-x86_64      runs the machines
  qemu-img                reads and makes disks
  bwrap                   lets what reads disk images open no other file
  newuidmap               gives the files of shared folders their owners
  vde_switch              the LAN's switch
  nft                     lets machines out through the chosen uplink alone
  ip                      interfaces and routes of the LAN
  dnsmasq                 names and addresses on the LAN
  conntrack               ends old connections when the uplink changes
  ping                    asks gateways for a sign of life
  ssh                     opens a shell in a machine
  pkexec                  asks for the password before root's part starts
  setfacl                 lends a disk of this computer to a machine
  unzip                   unpacks Electron
  libgtk-3.so.0           windows
  libnss3.so              a library of Electron
  libasound.so.2          a library of Electron
  libX11-xcb.so.1         windows on X11
  libgbm.so.1             a library of Electron
  libnotify.so.4          desktop notifications
  libXss.so.1             a library of Electron
  libatk-bridge-2.0.so.0  accessibility of windows`;
const pacman =
  "pacman -S --needed --noconfirm qemu-system-x86 qemu-img bubblewrap shadow vde2 nftables iproute2 dnsmasq conntrack-tools iputils openssh polkit acl unzip gtk3 nss alsa-lib libx11 mesa libnotify libxss at-spi2-core";
const dnf =
  "dnf install -y qemu-system-x86-core qemu-img bubblewrap shadow-utils vde2 nftables iproute dnsmasq conntrack-tools iputils openssh-clients polkit acl unzip gtk3 nss alsa-lib libX11-xcb mesa-libgbm libnotify libXScrnSaver at-spi2-atk";
const hint = "If it finds no target or no database, bring the system up to date first: pacman -Syu";

let system: OtherSystem;
beforeEach(async () => {
  system = await makeOtherSystem();
});
afterEach(() => system.close());

const toRun = needs.filter((need) => need.from === "run");
/** Set-up finds a manager by `--version`. */
const found = '[ "$1" != --version ] || exit 0';
const putManager = (name: string, packageOf: (need: Need) => string | undefined) =>
  system.putProgram(name, [found, note, ...installLines(toRun, packageOf)]);

const putPacman = () => putManager("pacman", (need) => need.pacman);
const putSudo = () => system.putProgram("sudo", [note, 'exec "$@"']);

describe("as root", () => {
  it.each([
    ["Arch", "pacman", (need: Need) => need.pacman, pacman],
    ["Fedora", "dnf", (need: Need) => need.dnf, dnf],
  ])("on %s: names, installs and finds everything that is missing", async (_n, name, of, line) => {
    putManager(name, of);
    const told = `${missing}\nInstalling: ${line}\nEverything is there.`;
    expect(await system.run("root", setup)).toEqual({ exitCode: 0, told });
    expect(system.noted()).toEqual([line]);
    expect(await system.run("root", setup)).toEqual({ exitCode: 0, told: "Everything is there." });
    expect(system.noted()).toEqual([]);
  });

  it("prints the command to run after a failure, and the list of packages that stay missing", async () => {
    system.putProgram("pacman", [found, "echo 'error: target not found: vde2'", "exit 1"]);
    expect(await system.run("root", setup)).toEqual({
      exitCode: 1,
      told: `${missing}\nInstalling: ${pacman}\nerror: target not found: vde2\nThey could not be installed. Once this works, try again:\n  ${pacman}\n${hint}`,
    });
    putManager("pacman", (need) => (need.find === "vde_switch" ? undefined : need.pacman));
    expect(await system.run("root", setup)).toEqual({
      exitCode: 1,
      told: `${missing}\nInstalling: ${pacman}\nStill missing: vde_switch`,
    });
  });

  it("installs nothing for a demo that cannot run there", async () => {
    putPacman();
    expect(await system.run("root", setup, "--for", "demo")).toEqual({
      exitCode: 1,
      told: "The test guest is built from Debian packages: demo and tests need Debian, Ubuntu or another system with apt-get. “npm start” does not.",
    });
    expect(system.noted()).toEqual([]);
  });
});

describe("as a user", () => {
  const question = `${missing}\nInstall it now?\n  sudo ${pacman}\n[Y/n] `;

  it("asks on a terminal, and continues after yes", async () => {
    putPacman();
    putSudo();
    expect(await system.onTerminal("\n", setup)).toEqual({
      exitCode: 0,
      told: `${question}\nInstalling: sudo ${pacman}\nEverything is there.`,
    });
    expect(system.noted()).toEqual([`sudo ${pacman}`, pacman]);
  });

  it.each([
    ["no", "n\n", "n\n"],
    ["Ctrl-D", "\u0004", "\n"],
    ["Ctrl-C", "\u0003", "\n"],
  ])("changes nothing after %s", async (_name, answer, echo) => {
    putPacman();
    putSudo();
    const { exitCode, told } = await system.onTerminal(answer, setup);
    expect([exitCode, told]).toEqual([1, `${question}${echo}Nothing was installed.`]);
    expect(system.noted()).toEqual([]);
  });

  it("prints the command to run, without a question, if there is no terminal", async () => {
    putPacman();
    expect(await system.run("user", setup)).toEqual({
      exitCode: 1,
      told: `${missing}\nRun this, then try again:\n  sudo ${pacman}`,
    });
    expect(system.noted()).toEqual([]);
  });

  it.each([
    ["has no sudo", () => {}, ""],
    [
      "may not use it",
      () => system.putProgram("sudo", ["echo no sudoer >&2", "exit 1"]),
      "no sudoer\n",
    ],
  ])("tells a user %s whom to ask", async (_name, put, words) => {
    putPacman();
    put();
    expect(await system.run("user", setup, "--yes")).toEqual({
      exitCode: 1,
      told: `${missing}\nInstalling: sudo ${pacman}\n${words}They could not be installed. If you may not use sudo, have an administrator run this, then try again:\n  sudo ${pacman}\n${hint}`,
    });
  });
});

it("lists the needs where no package manager is known", async () => {
  expect(await system.run("root", setup)).toEqual({
    exitCode: 1,
    told: `${missing}\nNone of apt-get, pacman and dnf is here: install the above by hand, then try again.`,
  });
});
