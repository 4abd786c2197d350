import { expect, test } from "vitest";
import { tileOfImage } from "./image-tile.ts";

const entry = {
  id: "debian-13",
  url: "https://cloud.debian.org/images/debian-13.qcow2",
  checksums: { url: "https://cloud.debian.org/SHA512SUMS", format: "list", algorithm: "sha512" },
  user: "debian",
  minimumMemoryMiB: 512,
} as const;

test("tells an image's code name beside its publisher", () => {
  expect(tileOfImage({ ...entry, name: "Debian 13 (trixie)" })).toEqual({
    value: "debian-13",
    title: "Debian 13",
    detail: "trixie · cloud.debian.org",
  });
  expect(tileOfImage({ ...entry, name: "Arch Linux" })).toEqual({
    value: "debian-13",
    title: "Arch Linux",
    detail: "cloud.debian.org",
  });
});
