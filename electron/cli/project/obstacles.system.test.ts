import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";

/** Projects of which a part cannot be on this computer; nothing of them may come to be. */
let instance: Instance;
let file: string;

async function refusal(text: string, lang = "C.UTF-8"): Promise<string> {
  writeFileSync(file, text);
  instance.env["LANG"] = lang;
  const done = await instance.virtray("up", "--file", file, "--yes");
  expect(done.exitCode).toBe(1);
  expect(await instance.json("list")).toEqual([]);
  return done.stderr;
}

beforeAll(async () => {
  instance = makeInstance();
  const folder = join(instance.folder, "project");
  mkdirSync(folder);
  file = join(folder, "virtray.yaml");
  const empty = join(instance.folder, "empty.raw");
  const sectors = Buffer.alloc(2 ** 20);
  sectors.set([0x55, 0xaa], 510);
  writeFileSync(empty, sectors);
  await instance.json("template", "add", "empty", "--from", empty);
});

afterAll(() => instance?.close());

it("makes no machine of a project that does not fit this computer", async () => {
  const many = (count: number, memory: string) =>
    `machines:\n${Array.from({ length: count }, (_, n) => `  m${n}: {template: empty, memory: ${memory}}\n`).join("")}`;
  expect(await refusal(many(200, "1G"))).toMatch(
    /^The project needs 200 GiB of memory \(machines: 200\), but this computer has [\d.]+ [MG]iB\./,
  );
  expect(await refusal(many(200, "1G"), "de_DE.UTF-8")).toMatch(
    /^Das Projekt braucht 200 GiB Arbeitsspeicher \(Maschinen: 200\), dieser Computer hat aber nur [\d,]+ [MG]iB\./,
  );
  expect(await refusal(many(300, "16"))).toMatch(/^The project has 300 machines, but .* 254 /);
});

it("makes no machine while another one of the project cannot be", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const { port } = taken.address() as { readonly port: number };
  try {
    const told = await refusal(`machines:
  good: {template: empty, memory: 32}
  other: {template: none}
  large: {template: empty, memory: 9000G}
  wide: {template: empty, memory: 32, cpus: 4000}
  small: {template: empty, memory: 32, disk: 1K}
  far: {template: empty, memory: 32, address: 10.99.0.1}
  shut: {template: empty, memory: 32, forward: ["${port}:80"]}
`);
    expect(told.split("\n").map((line) => line.split(" ", 2).join(" "))).toEqual([
      "other: There",
      "large: 9,216,000",
      "wide: 4,000",
      "small: A",
      "far: 10.99.0.1",
      expect.stringContaining("shut: "),
      "The project",
    ]);
  } finally {
    taken.close();
  }
});

it("tells where a file is wrong in German, and makes no machine of it", async () => {
  const told = await refusal(
    "machines:\n  a: {template: empty}\n  b: {template: empty, memory: much}\n",
    "de_DE.UTF-8",
  );
  expect(told).toBe(
    `${file}, Zeile 3, Spalte 32: „much“ ist nicht möglich: memory ist eine ganze Zahl von MiB oder eine Größe wie 2G.`,
  );
});
