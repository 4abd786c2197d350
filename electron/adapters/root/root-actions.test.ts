import { expect, it } from "vitest";
import { policy, rootActions, rootProgram } from "../../../build/packaging/root-actions.mjs";
import { oneShotNames } from "../../contract/root/one-shot.ts";

it("each single action, and netd, has a program and words of its own", () => {
  const [lan, ...single] = rootActions;
  expect(lan).toMatchObject({ action: "lan", program: "netd" });
  expect(single.map(({ action }) => action).sort()).toEqual(oneShotNames.toSorted());
  for (const texts of [rootActions.map(({ en }) => en), rootActions.map(({ de }) => de)]) {
    expect(new Set(texts.map(({ message }) => message)).size).toBe(rootActions.length);
    expect(new Set(texts.map(({ description }) => description)).size).toBe(rootActions.length);
  }
});

it("a program gives root’s part its own name, and one argument", () => {
  for (const each of rootActions) {
    const [first, , ...rest] = rootProgram(each).trim().split("\n");
    expect(first).toBe("#!/bin/sh");
    const script = each.program === "netd" ? "netd.js" : `once.js ${each.program}`;
    expect(rest.join(" ").replace(/ \\ +/, " ")).toBe(
      `exec /usr/bin/env ELECTRON_RUN_AS_NODE=1 /opt/Virtray/virtray-desktop /opt/Virtray/resources/app.asar/out/main/${script} "$1"`,
    );
  }
});

it("the policy says all of it in both languages, and asks for an administrator each time", () => {
  const text = policy();
  expect(text).not.toContain("auth_admin_keep");
  for (const { action, program, en, de } of rootActions) {
    expect(text).toContain(`<action id="io.github.virtray.Virtray.${action}">`);
    expect(text).toContain(`<message>${en.message}</message>`);
    expect(text).toContain(`<message xml:lang="de">${de.message}</message>`);
    expect(text).toContain(`exec.path">/opt/Virtray/resources/root/${program}</annotate>`);
    expect(`${en.message}${de.message}`).not.toMatch(/[<>&]/);
  }
});
