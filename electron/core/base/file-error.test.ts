import { constants } from "node:os";
import { describe, expect, it } from "vitest";
import { wordsFor } from "../../contract/words/catalogues.ts";
import { describeError, errorLine, rawLine, rawMessage } from "../../contract/words/words.ts";
import { diskFileError, fileError, fileErrorOf, systemCode } from "./file-error.ts";
import { nameAnew } from "./name-anew.ts";

const languages = [wordsFor("en"), wordsFor("de")];

function thrown(code: string): Error {
  return Object.assign(new Error(`${code}: some words of the system, open '/srv/x.img'`), { code });
}

describe("an error of the file system", () => {
  const codes = Object.keys(constants.errno);

  it.each(codes)(
    "is a sentence with a way on, and the system's words are its cause: %s",
    (code) => {
      for (const error of [
        fileError("/srv/x.img", thrown(code)),
        diskFileError("/srv/x.img", thrown(code)),
      ]) {
        for (const words of languages) {
          const { what, todo } = describeError(words, error);
          expect(what).toContain("/srv/x.img");
          expect(`${what} ${todo ?? ""}`).not.toMatch(/\bE[A-Z]{3,}\b|some words|undefined/);
          expect(todo).toMatch(/\w/);
        }
        if (error.code === "file-failed") expect(rawMessage(wordsFor("en"), error)).toContain(code);
      }
    },
  );

  it("has a sentence of its own for what people meet", () => {
    const known = [
      "ENOENT",
      "EISDIR",
      "ENOSPC",
      "EROFS",
      "EEXIST",
      "EACCES",
      "EMFILE",
      "EIO",
      "EBUSY",
    ];
    const [words] = languages as [(typeof languages)[0]];
    const lines = known.map((code) => errorLine(words, fileError("/x", thrown(code))));
    expect(new Set(lines).size).toBe(known.length);
    expect(lines).not.toContain(errorLine(words, fileError("/x", thrown("EUNKNOWN"))));
  });

  it("is what it is if somebody throws something else", () => {
    for (const odd of [null, undefined, "broken", 7, {}]) {
      expect(fileError("/x", odd)).toMatchObject({
        code: "file-failed",
        params: { fault: "other" },
      });
    }
  });
});

it.each([
  ["qemu-img: error while writing at byte 0: No space left on device", "ENOSPC"],
  ["cp: cannot create regular file '/x': Read-only file system", "EROFS"],
  ["qemu-img: Could not open '/x': Permission denied", "EACCES"],
  ["qemu-img: error while reading at byte 4096: Input/output error", "EIO"],
  ["qemu-img: Image is corrupt", null],
])("a program's words tell the system's code: %s", (said, code) => {
  expect(systemCode(said)).toBe(code);
});

it("a terminal gets the last line of what was said, where the sentence points to it", () => {
  const [words] = languages as [(typeof languages)[0]];
  const failed = fileErrorOf(
    "/x",
    "EIO",
    "qemu-img convert\nexit 1\nqemu-img: error while reading\n",
  );
  expect(rawLine(words, failed)).toBe("qemu-img: error while reading");
  expect(rawLine(words, fileErrorOf("/x", "ENOSPC", "ENOSPC: full"))).toBeNull();
});

it("an error about what was made on the way names what the person gave", () => {
  const draft = "/data/machines/.new-1-2-3";
  const inside = fileErrorOf(`${draft}/base.qcow2`, "EIO", "");
  expect(nameAnew(inside, draft, "/data/machines").params).toMatchObject({
    path: "/data/machines",
  });
  const other = fileErrorOf(`${draft}4/base.qcow2`, "EIO", "");
  expect(nameAnew(other, draft, "/data/machines")).toBe(other);
});
