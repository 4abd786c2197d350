import { expect, it } from "vitest";
import { hostileTexts } from "../../contract/testing/samples.ts";
import { describeForward, readForward, readForwardedPort } from "./forward-text.ts";

it("parses a forward, and writes it in the same form", () => {
  const web = readForward("8080:80", "host");
  expect(web).toEqual({ protocol: "tcp", hostPort: 8080, port: 80, reach: "host" });
  const names = readForward("5353:53/udp", "uplink");
  expect(names).toEqual({ protocol: "udp", hostPort: 5353, port: 53, reach: "uplink" });
  expect([web, names].map((each) => each && describeForward(each))).toEqual([
    "8080:80",
    "5353:53/udp uplink",
  ]);
  expect(readForward("8080:80/tcp", "host")).toEqual(web);
  expect(readForwardedPort("5353/udp")).toEqual({ protocol: "udp", hostPort: 5353 });
  expect(readForwardedPort("8080")).toEqual({ protocol: "tcp", hostPort: 8080 });
});

it.each([
  ...["8080", "0:80", "80:0", "65536:80", "80:65536", "-1:80", "8080:80/sctp", "8080:80 "],
  ...["8080:80;id", "127.0.0.1:8080:80", "8e3:80", "8080:80:90", "٨٠:80"],
  ...hostileTexts,
])("refuses %j", (text) => {
  expect(readForward(text, "host")).toBeNull();
  if (text !== "8080") expect(readForwardedPort(text)).toBeNull();
});
