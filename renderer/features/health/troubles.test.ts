import { expect, test } from "vitest";
import type { Examination } from "../../../electron/contract/doctor/doctor.ts";
import { appError } from "../../../electron/contract/errors/app-error.ts";
import { countTroubles, troubleLevels } from "./troubles.ts";

const about = appError("tun-missing", {});
const well = { lan: { problems: [] }, machines: [], broken: [], notices: [] };
const examination: Examination = {
  at: 0,
  findings: [
    { id: "vde", level: "ok", news: { kind: "vde" } },
    { id: "tray", level: "info", about },
    { id: "lan", level: "error", about },
    { id: "machine-web", level: "warning", about },
    { id: "tun", level: "error", about },
    { id: "program-ssh", level: "warning", about },
  ],
  repairs: [],
};

test("counts problems of the state and findings about the computer, each once", () => {
  const bad = {
    ...well,
    lan: { problems: [appError("uplink-down", { interface: "eth0" })] },
    machines: [
      { id: "1", problem: about },
      { id: "2", problem: about },
      { id: "3", problem: null },
    ],
  };
  expect(countTroubles(bad, null)).toBe(2);
  expect(countTroubles(bad, examination)).toBe(4);
});

test("counts neither findings that the state has outdated nor calm problems", () => {
  const calm = { ...well, lan: { problems: [appError("uplink-none-found", {})] } };
  expect(countTroubles(calm, null)).toBe(0);
  expect(countTroubles(calm, examination)).toBe(2);
});

test("counts a notice unless it only informs, or its machine's problem says the same", () => {
  const note = (level: "info" | "error", machine: string | null) => ({ level, about, machine });
  const machines = [{ id: "1", problem: about }];
  const notices = [note("info", null), note("error", "1"), note("error", null)];
  expect(countTroubles({ ...well, machines, notices }, null)).toBe(2);
});

test("tells errors from warnings", () => {
  const warning = { id: "program-ssh", level: "warning", about } as const;
  expect(troubleLevels(well, { ...examination, findings: [warning] })).toEqual(["warning"]);
  expect(troubleLevels(well, examination)).toEqual(["error", "warning"]);
  expect(troubleLevels({ ...well, machines: [{ id: "1", problem: about }] }, null)).toEqual([
    "error",
  ]);
});
