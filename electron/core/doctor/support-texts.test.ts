import { expect, it } from "vitest";
import { parseTarHeader, tarBlock } from "../base/tar-read.ts";
import { packTar } from "../base/tar-write.ts";
import { redact } from "./redact.ts";

const secrets = { home: "/home/anna", user: "anna" };

it.each([
  ["/home/anna/disks/a.qcow2", "~/disks/a.qcow2"],
  ["user anna, not susanna", "user [user], not susanna"],
  ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA anna@host", "[key]"],
  ["-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----", "[key]"],
  ["-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "[key]"],
  ['password: "open sesame"', "password: [secret]"],
  ['{"token":"abc"}', '{"token":[secret]}'],
  ["https://u:pw@example.org/x", "https://[secret]@example.org/x"],
  ["192.168.100.1 answers", "192.168.100.1 answers"],
])("%j is told as %j", (text, told) => {
  expect(redact(text, secrets)).toBe(told);
});

it("an archive has each text after a valid header", () => {
  const archive = packTar(
    [
      { name: "a.txt", text: "Grüße" },
      { name: "folder/b.txt", text: "" },
    ],
    1_700_000_000,
  );
  expect(parseTarHeader(archive.subarray(0, tarBlock))).toEqual({
    name: "a.txt",
    size: 7,
    kind: "file",
  });
  expect([...archive.subarray(tarBlock, tarBlock + 3)]).toEqual([0x47, 0x72, 0xc3]);
  expect(parseTarHeader(archive.subarray(2 * tarBlock, 3 * tarBlock))).toEqual({
    name: "folder/b.txt",
    size: 0,
    kind: "file",
  });
  expect(parseTarHeader(archive.subarray(3 * tarBlock, 4 * tarBlock))).toBeNull();
  expect(archive.length).toBe(5 * tarBlock);
  const half = packTar([{ name: "c", text: "\ud800x" }], 0);
  expect([...half.subarray(tarBlock, tarBlock + 4)]).toEqual([0xef, 0xbf, 0xbd, 0x78]);
});
