import * as v from "valibot";
import { describe, expect, it } from "vitest";
import catalogue from "../../../assets/catalogue.json" with { type: "json" };
import { diskBytesSchema, guestUserSchema } from "../base/primitives.ts";
import { catalogueFileSchema } from "./template.ts";

const { images } = v.parse(catalogueFileSchema, catalogue);

describe("the catalogue", () => {
  it("offers each family of distributions, in order, each image once", () => {
    const ids = images.map((image) => image.id);
    expect(ids).toEqual([...new Set(ids)].sort());
    const families = new Set(ids.map((id) => id.replace(/-.*$/, "")));
    expect([...families]).toEqual([
      "alpine",
      "arch",
      "debian",
      "fedora",
      "opensuse",
      "rocky",
      "ubuntu",
    ]);
  });

  it.each(images.map((image) => [image.id, image] as const))(
    "has checksums of %s from its publisher’s own server",
    (_id, { url, checksums }) => {
      expect(new URL(checksums.url).host).toBe(new URL(url).host);
      // A checksum of a single file must be of this image.
      if (checksums.format === "single") expect(checksums.url.startsWith(`${url}.`)).toBe(true);
    },
  );

  it("is refused with an address that is not https, or an unknown field", () => {
    const [first] = images;
    const plain = { ...first, url: "http://example.org/x.img" };
    expect(v.is(catalogueFileSchema, { version: 1, images: [plain] })).toBe(false);
    expect(v.is(catalogueFileSchema, { version: 1, images: [{ ...first, run: "x" }] })).toBe(false);
    expect(v.is(catalogueFileSchema, { version: 2, images })).toBe(false);
  });
});

describe("a user in a guest", () => {
  it.each(["debian", "_apt", "a", "web-1_x", "root"])("may be %s", (name) => {
    expect(v.is(guestUserSchema, name)).toBe(true);
  });

  it.each(["", "1a", "-l", "A", "a b", "a\n", "ü", "a".repeat(33), "a;b", "$(id)"])(
    "may not be %j",
    (name) => {
      expect(v.is(guestUserSchema, name)).toBe(false);
    },
  );
});

describe("a disk’s size", () => {
  it.each([
    [512, true],
    [64 * 2 ** 40, true],
    [513, false],
    [0, false],
    [65 * 2 ** 40, false],
    [Number.NaN, false],
  ])("of %d bytes: %s", (bytes, possible) => {
    expect(v.is(diskBytesSchema, bytes)).toBe(possible);
  });
});
