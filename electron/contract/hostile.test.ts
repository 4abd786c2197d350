import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  absolutePath,
  interfaceName,
  ipv4Address,
  macAddress,
  machineId,
  machineName,
} from "./base/primitives.ts";
import { hostileTexts } from "./testing/samples.ts";

const narrow = { machineName, interfaceName, ipv4Address, macAddress, machineId, absolutePath };

describe.each(Object.entries(narrow))("36: %s", (_name, schema) => {
  it.each(hostileTexts)("refuses %j", (text) => {
    expect(v.is(schema, text)).toBe(false);
  });
});
