import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { until } from "../../../e2e/rig/until.ts";
import { startInTerminal, type TerminalProgram } from "./terminal-program.ts";

/** Real programs on real terminals. */
let open: TerminalProgram | null = null;
let output = "";

async function start(...command: readonly string[]): Promise<TerminalProgram> {
  const started = await startInTerminal(command);
  if (!started.ok) throw new Error(started.error.code);
  open = started.value;
  output = "";
  open.stream.on("data", (chunk: Uint8Array) => {
    output += new TextDecoder().decode(chunk);
  });
  open.stream.on("error", () => {});
  return open;
}

afterEach(() => {
  open?.stream.destroy();
  open = null;
});

const shown = (words: string) => until(words, () => output.includes(words));

it("gives a program a terminal of the wanted size, and tells it of another one", async () => {
  const { stream, resize } = await start("sh", "-c", "while read line; do stty size; done");
  resize({ rows: 31, columns: 77 });
  await until("the first size", () => {
    stream.write("\r");
    return output.includes("31 77");
  });
  resize({ rows: 5, columns: 5 });
  resize({ rows: 40, columns: 132 });
  await until("the second size", () => {
    stream.write("\r");
    return output.includes("40 132");
  });
});

it("passes words to the program as they are", async () => {
  await start("printf", "%s|", "a b", "it's", "$HOME", "`id`", 'ä"');
  await shown("a b|it's|$HOME|`id`|ä\"|");
});

it("closes when the program ends", async () => {
  const { stream } = await start("true");
  await once(stream, "close");
  expect(output).toBe("");
});

it("ends the program when it is destroyed", async () => {
  const { stream } = await start("sh", "-c", "echo pid-$$-; exec sleep 600");
  await shown("-\r\n");
  const pid = Number(/pid-(\d+)-/.exec(output)?.[1]);
  const runs = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  expect(runs()).toBe(true);
  stream.destroy();
  await until("its end", () => !runs());
});

it("names the package of the program that makes terminals", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nonexistent";
  try {
    expect(await startInTerminal(["true"])).toMatchObject({
      ok: false,
      error: { code: "program-missing", params: { program: "script", package: "bsdutils" } },
    });
  } finally {
    process.env["PATH"] = path;
  }
});
