import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommanderError } from "commander";
import { expect, it } from "vitest";
import { projectFolder } from "../../../build/project.mjs";
import { version } from "../../../package.json" with { type: "json" };
import { en } from "../../contract/words/en/english.ts";
import { buildProgram, type Tools } from "../program.ts";

const documents = readdirSync(projectFolder)
  .concat(readdirSync(join(projectFolder, "docs")).map((name) => `docs/${name}`))
  .filter((name) => name.endsWith(".md"));
const read = (name: string) => readFileSync(join(projectFolder, name), "utf8");

/** Lists the anchors that GitHub gives to a document's headings. */
function anchorsOf(name: string): readonly string[] {
  const headings = [...read(name).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => text);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Lists the links of a document that lead nowhere. */
function brokenLinks(name: string): readonly string[] {
  const targets = [...read(name).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = "", anchor] = target.split("#");
    const path = file === "" ? name : join(dirname(name), file);
    if (!existsSync(join(projectFolder, path))) return true;
    return anchor !== undefined && !anchorsOf(path).includes(anchor);
  });
}

/** Lists the command lines of a document: in its shell blocks, and in code within its text. */
function commandLines(name: string): readonly string[] {
  const blocks = [...read(name).matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  const text = read(name).replaceAll(/^```.*?^```$/gms, "");
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span = ""]) =>
    span.replaceAll(/\s+/g, " "),
  );
  return [...blocks.flatMap((block) => block.split("\n")), ...spans]
    .map((line) => line.replace(/\s+#.*$/, "").replace(/^npx /, ""))
    .filter((line) => line.startsWith("virtray "));
}

/** Parses a command line by the real command, without running it. */
function refusal(line: string): string | null {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? "",
  );
  const program = buildProgram({ version } as Tools, () => undefined);
  let ran = false;
  const unbind = (command: typeof program) => {
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
    // A group without an action of its own shows its help, so it is not a command line.
    if (command.commands.length === 0 || command.options.length > 0) {
      command.action(() => {
        ran = true;
      });
    }
    command.commands.forEach(unbind);
  };
  program.commands.forEach(unbind);
  program.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  try {
    program.parse(words.slice(1), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // The general help is shown, too.
    return line === "virtray help" ? null : error.message;
  }
  return ran ? null : "it does nothing";
}

/** Lists the sentences of errors and of the path check, with `…` for their values. */
function sentences(special: Readonly<Record<string, unknown>>): readonly string[] {
  // Each fault of a file has a sentence of its own, and none has a form for `…`.
  const known = { fault: "other", ...special };
  const values = new Proxy<Readonly<Record<string, unknown>>>(known, {
    get: (all, name) => all[String(name)] ?? "…",
  });
  const all = [...Object.values(en.errors), ...Object.values(en.path.findings)];
  // A sentence that depends on a fault of a list has no form for `…`.
  type Write = (params: unknown) => { readonly what: string } | undefined;
  return all.flatMap((words) => (words as Write)(values)?.what ?? []);
}

/** Compares two sentences, in each of which `…` stands for anything. */
function isSame(one: string, other: string): boolean {
  const matches = (pattern: string, text: string) => {
    const parts = pattern.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(text);
  };
  return matches(one, other) || matches(other, one);
}

it.each(documents)("links in %s lead to files and headings that exist", (name) => {
  expect(brokenLinks(name)).toEqual([]);
});

it.each(documents.filter((name) => name !== "docs/commands.md"))(
  "command lines in %s are accepted by the command",
  (name) => {
    const refused = commandLines(name).flatMap((line) => {
      const why = refusal(line);
      return why === null ? [] : [`${line}: ${why}`];
    });
    expect(refused).toEqual([]);
  },
);

it("troubleshooting.md quotes sentences that the app uses", () => {
  // Some errors have other words for these values.
  const special = [{ port: 53 }, { protocol: "tcp" }, { interface: "…, …" }];
  const known = [{}, { usage: "unknown-option" }, ...special].flatMap(sentences);
  const quoted = [...read("docs/troubleshooting.md").matchAll(/^### (.+)$/gm)].map(
    ([, text = ""]) => text,
  );
  expect(quoted.length).toBeGreaterThan(40);
  expect(quoted.filter((text) => !known.some((sentence) => isSame(text, sentence)))).toEqual([]);
});

it.each(documents)("files that %s names exist", (name) => {
  const text = read(name);
  const named = [
    ...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|tsx|mjs|md|yaml|json|sh))`/g),
  ].map(([, path = ""]) => path);
  const places = ["", "electron", "electron/contract"];
  const absent = named.filter((path) =>
    places.every((place) => !existsSync(join(projectFolder, place, path))),
  );
  expect(absent).toEqual([]);
});

it("the map of CONTRIBUTING.md has a line for each room", () => {
  const map = read("CONTRIBUTING.md");
  const layers = readdirSync(join(projectFolder, "electron"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const rooms = layers.flatMap((layer) =>
    readdirSync(join(projectFolder, "electron", layer), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ layer, name })),
  );
  const told = (cell: string) => new RegExp(`^\\| [^|]*\`${cell}\``, "m").test(map);
  expect(layers.filter((layer) => !told(`electron/${layer}`))).toEqual([]);
  expect(rooms.filter(({ layer, name }) => !told(name) && !told(`${layer}/${name}`))).toEqual([]);
});
