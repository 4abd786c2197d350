import { describe, expect, it } from "vitest";
import { findChecksum } from "./checksum-list.ts";

const a = "a".repeat(64);
const b = "b".repeat(64);
const list = { format: "list", algorithm: "sha256" } as const;
const single = { format: "single", algorithm: "sha256" } as const;

describe("the checksum of a file", () => {
  it.each([
    ["of sha256sum", `${b}  other.img\n${a}  x.img\n`],
    ["of sha256sum in binary mode", `${a} *x.img\n`],
    ["of sha256sum in a folder", `${a}  ./x.img\n`],
    ["in capitals, with Windows’ line ends", `${a.toUpperCase()}  x.img\r\n`],
    [
      "of BSD, signed",
      `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n# x.img: 5 bytes\nSHA256 (x.img) = ${a}\n-----BEGIN PGP SIGNATURE-----\n`,
    ],
    ["beside one of another kind", `SHA512 (x.img) = ${"c".repeat(128)}\nSHA256 (x.img) = ${a}\n`],
  ])("is found in a list %s", (_title, text) => {
    expect(findChecksum(text, "x.img", list)).toBe(a);
  });

  it.each([
    ["alone", `${a}\n`],
    ["without a line end", a],
    ["with the name of a release", `${a}  x-20260101.img\n`],
  ])("is found in a file of its own, %s", (_title, text) => {
    expect(findChecksum(text, "x.img", single)).toBe(a);
  });

  it.each([
    ["not in the list", `${a}  y.img\n`, list],
    ["only part of a name", `${a}  max.img\n`, list],
    ["too short", `${a.slice(1)}  x.img\n`, list],
    ["of another algorithm", `SHA1 (x.img) = ${a}\n`, list],
    ["two different ones", `${a}  x.img\n${b}  x.img\n`, list],
    ["two different ones in a file of its own", `${a}\n${b}\n`, single],
    ["a page that says sorry", "<html>404</html>", single],
    ["nothing", "", single],
  ])("is not found: %s", (_title, text, style) => {
    expect(findChecksum(text, "x.img", style)).toBeNull();
  });
});
