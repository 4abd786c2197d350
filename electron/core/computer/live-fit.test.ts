import { expect, test } from "vitest";
import { lackingAbilities, readProcessor, readQemuVersion } from "./live-fit.ts";

const cpuinfo = `processor	: 0
vendor_id	: GenuineIntel
model name	: Intel(R) Xeon(R)
flags		: fpu vme avx2
vmx flags	: vnmi

processor	: 1
vendor_id	: GenuineIntel
flags		: fpu vme avx2
`;

test("reads vendor and abilities of the processor", () => {
  expect(readProcessor(cpuinfo)).toEqual({
    vendor: "GenuineIntel",
    flags: ["avx2", "fpu", "vme"],
  });
});

test("names what the other processor lacks, and another vendor first", () => {
  const here = { vendor: "GenuineIntel", flags: ["avx2", "fpu"] };
  expect(lackingAbilities(here, { vendor: "GenuineIntel", flags: ["fpu", "x", "avx2"] })).toEqual(
    [],
  );
  expect(lackingAbilities(here, { vendor: "GenuineIntel", flags: ["fpu"] })).toEqual(["avx2"]);
  expect(lackingAbilities(here, { vendor: "AuthenticAMD", flags: ["avx2", "fpu"] })).toEqual([
    "GenuineIntel",
  ]);
});

test("reads the version of QEMU from its own words", () => {
  expect(readQemuVersion("QEMU emulator version 7.2.19 (Debian 1:7.2+dfsg-7)\n")).toBe("7.2");
  expect(readQemuVersion("QEMU emulator version 10.0.2")).toBe("10.0");
  expect(readQemuVersion("something else")).toBe(null);
});
