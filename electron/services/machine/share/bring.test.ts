import { expect, it } from "vitest";
import { appError } from "../../../contract/errors/app-error.ts";
import { mayPass } from "./bring.ts";

const name = "web";
const failed = (detail: string) => appError("share-failed", { name, guestFolder: "/src", detail });
const noWay = (sshfs: "no-login" | "guest-no-sshfs") =>
  appError("share-no-way", { name, virtiofs: "not-wished", sshfs });

it.each([
  ["a guest that does not answer yet", appError("share-guest-silent", { name }), true],
  ["a mount that was too slow", failed("not-in-time"), true],
  ["a guest that does not let in yet", noWay("no-login"), true],
  ["a mount that was refused", failed("mount: Permission denied"), false],
  ["a guest without sshfs", noWay("guest-no-sshfs"), false],
])("%s: tried again by itself or not", (_what, problem, expected) => {
  expect(mayPass(problem)).toBe(expected);
});
