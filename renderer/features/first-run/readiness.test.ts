import { expect, test } from "vitest";
import type { Finding } from "../../../electron/contract/doctor/doctor.ts";
import { appError } from "../../../electron/contract/errors/app-error.ts";
import { readiness } from "./readiness.ts";

const kvm: Finding = { id: "kvm", level: "ok", news: { kind: "kvm" } };
const noKvm: Finding = { id: "kvm", level: "warning", about: appError("kvm-missing", {}) };
const noTray: Finding = { id: "tray", level: "info", about: appError("tray-missing", {}) };
const offline: Finding = { id: "lan", level: "error", about: appError("uplink-none-found", {}) };
const noTun: Finding = { id: "tun", level: "error", about: appError("tun-missing", {}) };

const judge = (...findings: readonly Finding[]) => readiness({ at: 0, findings, repairs: [] });

test("calls a computer ready unless something keeps machines from starting", () => {
  expect(judge(kvm)).toEqual({ blocking: null, hasKvm: true, hints: 0 });
  expect(judge(noKvm, noTray, offline)).toEqual({ blocking: null, hasKvm: false, hints: 2 });
});

test("names the worst that is in the way, and counts it as no hint", () => {
  const blocking = appError("tun-missing", {});
  expect(judge(kvm, noTray, noTun)).toEqual({ blocking, hasKvm: true, hints: 1 });
});
