import { expect, it } from "vitest";
import { policy, programOf, rootProgram } from "../../../build/packaging/root-actions.mjs";
import { oneShotNames } from "../../contract/root/one-shot.ts";
import { rootActionWords } from "../../contract/words/catalogues.ts";

const actions = Object.keys(rootActionWords.en);

it("each single action, and netd, has a program and words of its own", () => {
  expect(programOf("lan")).toBe("netd");
  expect(actions.toSorted()).toEqual(["lan", ...oneShotNames].toSorted());
  for (const words of Object.values(rootActionWords)) {
    const texts = Object.values(words);
    expect(new Set(texts.map(({ message }) => message)).size).toBe(actions.length);
    expect(new Set(texts.map(({ description }) => description)).size).toBe(actions.length);
  }
});

it("a program gives root’s part its own name, and one argument", () => {
  for (const action of actions) {
    const [first, , ...rest] = rootProgram(action).trim().split("\n");
    expect(first).toBe("#!/bin/sh");
    const script = action === "lan" ? "netd.js" : `once.js ${action}`;
    expect(rest.join(" ").replace(/ \\ +/, " ")).toBe(
      `exec /usr/bin/env ELECTRON_RUN_AS_NODE=1 /opt/Virtray/virtray-desktop /opt/Virtray/resources/app.asar/out/main/${script} "$1"`,
    );
  }
});

it("the policy says all of it in each language, and asks for an administrator each time", () => {
  const text = policy(rootActionWords);
  expect(text).not.toContain("auth_admin_keep");
  const { en, de } = rootActionWords;
  for (const [action, { message }] of Object.entries(en)) {
    const german = de[action as keyof typeof de].message;
    expect(text).toContain(`<action id="io.github.virtray.Virtray.${action}">`);
    expect(text).toContain(`<message>${message}</message>`);
    expect(text).toContain(`<message xml:lang="de">${german}</message>`);
    expect(text).toContain(
      `exec.path">/opt/Virtray/resources/root/${programOf(action)}</annotate>`,
    );
    expect(`${message}${german}`).not.toMatch(/[<>&]/);
  }
});
