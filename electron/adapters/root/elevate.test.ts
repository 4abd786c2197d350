import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultLan } from "../../contract/lan/network.ts";
import { netdCommand, outcomeOf } from "./elevate.ts";

describe("the elevated command line", () => {
  it("is an absolute path, fixed words and one argument", () => {
    const bundle = "/opt/Virtray/resources/app.asar/netd.js";
    for (const lan of [defaultLan, null]) {
      const command = netdCommand("/opt/Virtray/virtray", bundle, lan);
      const [argument = "", ...words] = command.ok ? command.value.toReversed() : [];
      expect(words.toReversed()).toEqual([
        "/usr/bin/env",
        "ELECTRON_RUN_AS_NODE=1",
        "/opt/Virtray/virtray",
        bundle,
      ]);
      const { interface: name, address, prefixLength } = defaultLan;
      expect(JSON.parse(Buffer.from(argument, "base64url").toString())).toEqual({
        v: 2,
        do: "serve",
        lan: lan === null ? null : { interface: name, address, prefixLength },
      });
    }
  });

  it("never holds a character that means anything to a shell", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (program, bundle) => {
        const command = netdCommand(`/${program}`, `/${bundle}`, defaultLan);
        return !command.ok || /^[A-Za-z0-9/._+@= -]+$/.test(command.value.join(" "));
      }),
    );
    for (const path of ["/a b/netd.js", "/$(id)", "/`id`", '/"', "/\\", "/ü", "/a\n", "a", "/~"]) {
      expect(netdCommand("/usr/bin/node", path, null)).toMatchObject({
        error: { code: "root-path-unsafe", params: { path } },
      });
    }
  });
});

describe("the outcome of an elevation", () => {
  const error = (message: string, code: number) => Object.assign(new Error(message), { code });
  const denied = "User did not grant permission.";
  const outcome = (cause: Error | null, stdout = "", stderr = "") => {
    const result = outcomeOf(cause, stdout, stderr, "CMD");
    return result.ok ? "granted" : result.error;
  };

  it("is told apart", () => {
    expect(outcome(null, '{"ok":true}\n')).toBe("granted");
    expect(outcome(error(denied, 126))).toMatchObject({ code: "root-dismissed" });
    expect(outcome(error(denied, 127))).toMatchObject({ code: "root-denied" });
    expect(outcome(error("No polkit authentication agent found.", 127))).toMatchObject({
      code: "root-no-agent",
      params: { command: "sudo CMD" },
    });
    expect(outcome(new Error("Unable to find pkexec or kdesudo."))).toMatchObject({
      code: "root-no-agent",
    });
    expect(outcome(error("Command failed", 1), "", "node: not found")).toMatchObject({
      code: "root-crashed",
      params: { detail: "node: not found" },
    });
  });

  it("is netd's own word where there is one, if it can be understood", () => {
    const word = { code: "netd-run-path-unsafe", params: { path: "/run/x", detail: "y" } };
    const line = JSON.stringify({ ok: false, error: word });
    expect(outcome(error("Command failed", 1), `${line}\n`)).toEqual(word);
    for (const junk of ["", "{", '{"ok":false,"error":{"code":"No code"}}']) {
      expect(outcome(error("Command failed", 1), junk)).toMatchObject({ code: "root-crashed" });
    }
    // Words of whatever printed them before elevation are not netd's.
    expect(outcome(error(denied, 127), '{"ok":true}')).toMatchObject({ code: "root-denied" });
  });
});
