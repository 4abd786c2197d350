import { expect, it } from "vitest";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { type ConsentUse, createWindowConsent } from "./window-consent.ts";

/** A consent whose user gives fixed answers, and the recorded questions. */
function consentOf(answer: boolean) {
  const asked: [ConsentUse, string][] = [];
  const consent = createWindowConsent(async (use, subject) => {
    asked.push([use, subject]);
    return answer;
  });
  return { consent, asked };
}

it("asks about a path that no dialogue gave, and accepts no each time", async () => {
  const { consent, asked } = consentOf(false);
  const refused = { ok: false, error: appError("path-not-agreed", { path: "/home/ada/key" }) };
  expect(await consent.path("/home/ada/key", "cd")).toEqual(refused);
  expect(await consent.path("/home/ada/key", "cd")).toEqual(refused);
  expect(asked).toHaveLength(2);
});

it("asks once for each use", async () => {
  const { consent, asked } = consentOf(true);
  for (const use of ["cd", "cd", "disk", "disk"] as const) {
    expect(await consent.path("/isos/one.iso", use)).toEqual(ok(undefined));
  }
  expect(asked).toEqual([
    ["cd", "/isos/one.iso"],
    ["disk", "/isos/one.iso"],
  ]);
});

it("does not ask about the exact path that was chosen in a dialogue", async () => {
  const { consent, asked } = consentOf(false);
  consent.note("/isos/one.iso");
  expect(await consent.path("/isos/one.iso", "cd")).toEqual(ok(undefined));
  for (const near of ["/isos/one.iso/", "/isos//one.iso", "/isos/../isos/one.iso", "/isos"]) {
    expect((await consent.path(near, "cd")).ok).toBe(false);
  }
  expect(asked).toHaveLength(4);
});

it("runs known terminals without a question, and asks about all others", async () => {
  const { consent, asked } = consentOf(false);
  for (const known of ["", "kitty", "gnome-terminal", "xdg-terminal-exec"]) {
    expect(await consent.terminal(known)).toEqual(ok(undefined));
  }
  const others = ["/tmp/kitty", "./kitty", "sh", "kitty -e sh", "toString", "__proto__"];
  for (const other of others) {
    expect(await consent.terminal(other)).toEqual({
      ok: false,
      error: appError("terminal-not-agreed", { program: other }),
    });
  }
  expect(asked.map(([, subject]) => subject)).toEqual(others);
});

it("asks about files for a machine each time, in one question that names a few of them", async () => {
  const { consent, asked } = consentOf(true);
  expect(await consent.send(["/a", "/b c"], "web")).toEqual(ok(undefined));
  expect(await consent.send(["/a", "/b c"], "web")).toEqual(ok(undefined));
  await consent.send(
    Array.from({ length: 300 }, (_, index) => `/${index}`),
    "web",
  );
  expect(asked).toEqual([
    ["send", "/a, /b c"],
    ["send", "/a, /b c"],
    ["send", "/0, /1, /2, /3, /4, + 295"],
  ]);
});

it("has one question open at a time", async () => {
  let open = 0;
  let most = 0;
  const consent = createWindowConsent(async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    return false;
  });
  await Promise.all([1, 2, 3].map((each) => consent.path(`/${each}`, "disk")));
  expect(most).toBe(1);
});

it("asks once about a host that ssh connects to, unless its computer was there before", async () => {
  const { consent, asked } = consentOf(true);
  consent.note("ada@old");
  for (const host of ["ada@old", "big", "big"])
    expect(await consent.computer(host)).toEqual(ok(undefined));
  expect(asked).toEqual([["computer", "big"]]);
  const refusing = consentOf(false);
  expect(await refusing.consent.computer("big")).toEqual({
    ok: false,
    error: appError("computer-not-agreed", { host: "big" }),
  });
});
