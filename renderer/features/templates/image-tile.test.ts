import { expect, test } from "vitest";
import { wordsFor } from "../../../electron/contract/words/catalogues.ts";
import { tileOfImage } from "./image-tile.ts";

const entry = {
  id: "debian-13",
  url: "https://cloud.debian.org/images/debian-13.qcow2",
  checksums: { url: "https://cloud.debian.org/SHA512SUMS", format: "list", algorithm: "sha512" },
  user: "debian",
  minimumMemoryMiB: 512,
} as const;

const { ui } = wordsFor("en");

test("tells an image's code name beside its publisher", () => {
  expect(tileOfImage({ ...entry, name: "Debian 13 (trixie)" }, [], ui)).toEqual({
    value: "debian-13",
    title: "Debian 13",
    detail: "trixie · cloud.debian.org",
  });
  expect(tileOfImage({ ...entry, name: "Arch Linux" }, [], ui)).toEqual({
    value: "debian-13",
    title: "Arch Linux",
    detail: "cloud.debian.org",
  });
});

test("tells the size of an image that was downloaded before", () => {
  const { url } = entry;
  const here = { bytes: 431_000_000, definition: { source: { kind: "download", url } } } as const;
  expect(tileOfImage({ ...entry, name: "Debian 13 (trixie)" }, [here], ui).detail).toBe(
    "trixie · already here, 411 MiB",
  );
});
