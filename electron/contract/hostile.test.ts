import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  absolutePathSchema,
  interfaceNameSchema,
  ipv4AddressSchema,
  macAddressSchema,
  machineIdSchema,
  machineNameSchema,
} from "./base/primitives.ts";
import { hostileTexts } from "./testing/samples.ts";

const narrow = {
  machineName: machineNameSchema,
  interfaceName: interfaceNameSchema,
  ipv4Address: ipv4AddressSchema,
  macAddress: macAddressSchema,
  machineId: machineIdSchema,
  absolutePath: absolutePathSchema,
};

describe.each(Object.entries(narrow))("the pattern of %s", (_name, schema) => {
  it.each(hostileTexts)("refuses %j", (text) => {
    expect(v.is(schema, text)).toBe(false);
  });
});
