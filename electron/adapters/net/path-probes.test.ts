import { expect, it } from "vitest";
import { answersDns } from "./path-probes.ts";

it("a name server that cannot be reached from here does not answer", async () => {
  // The kernel refuses the connection itself, as it does where no route leads to the name server.
  expect(await answersDns("255.255.255.255")).toBe(false);
});
