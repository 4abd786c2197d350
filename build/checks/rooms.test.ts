import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";

/**
 * The rooms that a room of the same layer may import from. A room that is not named imports none;
 * `base` holds what all others share.
 */
const allowed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  contract: {
    app: [
      "base",
      "computer",
      "errors",
      "lan",
      "machine",
      "path-check",
      "project",
      "root",
      "template",
      "uplink",
    ],
    channels: [
      "app",
      "base",
      "computer",
      "doctor",
      "errors",
      "lan",
      "machine",
      "path-check",
      "template",
      "uplink",
    ],
    computer: ["base", "errors", "machine", "path-check", "template"],
    doctor: ["errors", "root"],
    errors: ["base", "uplink"],
    lan: ["base", "errors", "uplink"],
    machine: ["base", "errors", "lan", "uplink"],
    "path-check": ["errors", "lan"],
    project: ["base", "lan", "machine"],
    template: ["base", "errors", "lan", "machine"],
    testing: ["app", "lan", "machine"],
    uplink: ["base"],
    words: [
      "app",
      "base",
      "computer",
      "doctor",
      "errors",
      "lan",
      "machine",
      "path-check",
      "root",
      "template",
      "uplink",
    ],
  },
  core: {
    computer: ["base"],
    disk: ["base"],
    firewall: ["base", "uplink"],
    lan: ["base", "computer", "firewall", "uplink"],
    machine: ["base", "disk", "lan"],
    "path-check": ["base", "lan", "uplink"],
    project: ["base", "lan", "template"],
    root: ["lan"],
    template: ["base", "machine"],
    uplink: ["base"],
  },
  adapters: {
    computer: ["files", "process"],
    desktop: ["files", "own-install", "process"],
    doctor: ["files", "image", "net", "process", "qemu", "ssh", "supervisor"],
    files: ["process"],
    http: ["files"],
    image: ["files", "process"],
    net: ["process", "root", "switch"],
    "own-install": ["process", "root"],
    qemu: ["files", "own-install", "process"],
    root: ["files", "process"],
    share: ["files", "process"],
    ssh: ["files", "process"],
    store: ["files", "image", "process"],
    supervisor: ["files", "own-install", "process", "qemu", "root", "switch"],
    switch: ["files", "process", "root"],
  },
  netd: {
    kernel: ["base"],
    names: ["base"],
    "one-shot": ["base", "kernel"],
    ports: ["base", "kernel"],
    process: ["base"],
    reconciler: ["kernel", "names", "ports"],
  },
  services: {
    app: ["base", "machine", "root", "template", "uplink"],
    compose: ["base", "computer", "lan", "machine", "path-check", "registry", "template"],
    computer: ["base", "machine", "registry"],
    doctor: ["base"],
    lan: ["base", "machine", "registry"],
    machine: ["base", "registry"],
    "path-check": ["base", "registry"],
    project: ["base", "machine"],
    registry: ["base"],
    root: ["base"],
    template: ["base", "machine", "registry"],
    uplink: ["base"],
  },
  cli: {
    computer: ["base"],
    disk: ["base", "machine"],
    doctor: ["base", "machine"],
    lan: ["base", "machine"],
    machine: ["base"],
    project: ["base"],
    template: ["base", "machine"],
  },
};

const electron = join(import.meta.dirname, "../../electron");

/** Reads which rooms of a layer each of its rooms imports from; tests may see everything. */
function importsIn(layer: string): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(join(electron, layer), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.includes(".test.") || !file.includes("/")) continue;
    const [room = ""] = file.split("/");
    const text = readFileSync(join(electron, layer, file), "utf8");
    for (const [, specifier = ""] of text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const [other = "", ...rest] = normalize(join(dirname(file), specifier)).split("/");
      if (other === ".." || other === room || rest.length === 0) continue;
      found.set(room, (found.get(room) ?? new Set()).add(other));
    }
  }
  return Object.fromEntries([...found].map(([room, others]) => [room, [...others].toSorted()]));
}

it.each(Object.entries(allowed))("rooms of %s import from each other as agreed", (layer, rooms) => {
  expect(importsIn(layer)).toEqual(rooms);
});

it.each(Object.entries(allowed))("rooms of %s form no circle", (_layer, rooms) => {
  const reaches = (room: string, seen: ReadonlySet<string>): readonly string[] =>
    (rooms[room] ?? []).flatMap((next) =>
      seen.has(next) ? [next] : [next, ...reaches(next, new Set([...seen, next]))],
    );
  expect(Object.keys(rooms).filter((room) => reaches(room, new Set()).includes(room))).toEqual([]);
});

it("system imports Node's modules and its own files alone", () => {
  const folder = join(electron, "system");
  const specifiers = readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.includes(".test."))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), "utf8").matchAll(/(?:from|import\()\s*"([^"]+)"/g),
    ])
    .map(([, specifier = ""]) => specifier);
  expect(specifiers.length).toBeGreaterThan(0);
  const isOwn = (name: string) => /^\.\/[a-z-]+\.ts$/.test(name);
  const isNode = (name: string) => builtinModules.includes(name.replace(/^node:/, ""));
  expect(specifiers.filter((name) => !isOwn(name) && !isNode(name))).toEqual([]);
});
