import { expect, it } from "vitest";
import { findManifestSum } from "./manifest.ts";

const [sha1, sha256] = ["a".repeat(40), "B".repeat(64)];

it.each([
  ["of VirtualBox", `SHA1 (m.ovf) = ${"c".repeat(40)}\nSHA1 (d.vmdk) = ${sha1}\n`, "sha1", sha1],
  [
    "of VMware",
    `SHA256(m.ovf)= ${sha1}\r\nSHA256(d.vmdk)= ${sha256}\r\n`,
    "sha256",
    "b".repeat(64),
  ],
])("finds the sum of a disk in a manifest %s", (_title, text, algorithm, sum) => {
  expect(findManifestSum(text, "d.vmdk")).toEqual({ algorithm, sum });
  expect(findManifestSum(text, "./d.vmdk")).toEqual({ algorithm, sum });
});

it("finds none for a disk that the manifest does not tell of, nor one of a wrong length", () => {
  expect(findManifestSum(`SHA1(other.vmdk)= ${sha1}`, "d.vmdk")).toBeNull();
  expect(findManifestSum(`SHA256(d.vmdk)= ${sha1}`, "d.vmdk")).toBeNull();
  expect(findManifestSum("", "d.vmdk")).toBeNull();
});
