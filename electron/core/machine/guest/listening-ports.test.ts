import { expect, it } from "vitest";
import { readListeningPorts } from "./listening-ports.ts";

const everywhere = "00000000";
const everywhere6 = "0".repeat(32);
const local6 = "00000000000000000000000001000000";
const read = (...lines: readonly string[]) => readListeningPorts(`${lines.join("\n")}\n`);

it("tells each port once, with its program and who it answers", () => {
  expect(
    read(
      `listens ${everywhere}:0016 11`,
      `listens ${everywhere6}:0016 12`,
      "listens 0100007F:1538 13",
      `listens ${everywhere6}:0050 14`,
      "listens 3500007F:0035 15",
      `listens ${local6}:0277 16`,
      "listens 0000000000000000FFFF00000100007F:1F90 17",
      "listens 0164A8C0:01BB 18",
      "held 11 sshd",
      "held 12 sshd",
      "held 13 postgres",
      "held 14 nginx: master",
    ),
  ).toEqual([
    { port: 22, program: "sshd", isLocal: false, web: null },
    { port: 53, program: null, isLocal: true, web: null },
    { port: 80, program: "nginx: master", isLocal: false, web: "http" },
    { port: 443, program: null, isLocal: false, web: "https" },
    { port: 631, program: null, isLocal: true, web: null },
    { port: 5432, program: "postgres", isLocal: true, web: null },
    { port: 8080, program: null, isLocal: true, web: "http" },
  ]);
});

it("answers others if one of a port’s sockets does", () => {
  expect(read("listens 0100007F:2328 1", `listens ${everywhere}:2328 2`)).toMatchObject([
    { port: 9000, isLocal: false },
  ]);
});

it("knows a web server by its name at any port", () => {
  expect(read(`listens ${everywhere}:04D2 1`, "held 1 caddy")).toMatchObject([
    { port: 1234, web: "http" },
  ]);
});

it("takes a stranger’s words with care", () => {
  expect(
    read(
      "listens 00000000:0016",
      "listens 00000000:0000 1",
      "listens zz:0016 1",
      `listens ${everywhere}:0017 2 more`,
      "anything",
    ),
  ).toEqual([]);
  const many = Array.from({ length: 500 }, (_, index) => {
    const hex = (index + 1).toString(16).toUpperCase().padStart(4, "0");
    return `listens ${everywhere}:${hex} ${index}`;
  });
  expect(read(...many)).toHaveLength(64);
  const [port] = read(`listens ${everywhere}:0016 1`, `held 1 \u001b[31m${"x".repeat(500)}`);
  expect(port?.program).toBe(`\\x1b[31m${"x".repeat(35)}`);
});
