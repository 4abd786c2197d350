import { expect, it } from "vitest";
import { wordsFor } from "../../contract/words/catalogues.ts";
import { describeError } from "../../contract/words/words.ts";
import { explainImageMessage } from "./image-message.ts";

const path = "/srv/web.img";

it.each([
  [
    "qemu-img: Could not open '/srv/web.img': VHDX image file '/srv/web.img' opened read-only, but contains a log that needs to be replayed",
    { code: "image-unclosed" },
  ],
  [
    `qemu-img: Could not open '/srv/web.img': Failed to get shared "write" lock\nIs another process using the image [/srv/web.img]?`,
    { code: "disk-in-use" },
  ],
  [
    "qemu-img: Could not open '/srv/web.img': Unsupported qcow2 feature(s): Unknown incompatible feature: 20",
    { code: "image-unsupported", params: { fault: "feature", detail: "20" } },
  ],
  [
    "qemu-img: Could not open '/srv/web.img': unsupported VDI image (non-NULL link UUID)",
    { code: "image-unsupported", params: { fault: "kind" } },
  ],
  [
    "qemu-img: Could not open '/srv/web.img': Unsupported image type 'monolithicFlat'",
    { code: "image-unsupported", params: { fault: "kind" } },
  ],
  [
    "qemu-img: Could not open '/srv/web.img': Use of AES-CBC encrypted qcow2 images is no longer supported in system emulators",
    { code: "image-unsupported", params: { fault: "encrypted" } },
  ],
  [
    "qemu-img: Could not open '/srv/web.img': Parameter 'encrypt.key-secret' is required for cipher",
    { code: "image-unsupported", params: { fault: "encrypted" } },
  ],
  [
    "qemu-img: Could not open '/srv/web.img': Could not open backing file: Could not open '/srv/base.img': No such file or directory",
    { code: "disk-has-backing", params: { path, backing: "/srv/base.img" } },
  ],
  [
    "qemu-img: Could not open '/srv/web.img': qcow2: Image is corrupt; cannot be opened read/write",
    { code: "image-damaged", params: { damage: "marked" } },
  ],
  [
    "qemu-img: Could not open '/srv/web.img': Image not in VMDK format",
    { code: "image-damaged", params: { damage: "tables" } },
  ],
  ["qemu-img: Could not open '/srv/web.img': Permission denied", { code: "file-denied" }],
  [
    "qemu-img: error while reading at byte 65536: Input/output error",
    { code: "file-failed", params: { fault: "device" } },
  ],
  ["qemu-img: Could not open '/srv/web.img': No such file or directory", { code: "disk-missing" }],
  ["qemu-img: Something that nobody has seen yet", { code: "disk-unreadable" }],
])("what QEMU says becomes a sentence: %s", (said, expected) => {
  const error = explainImageMessage(path, said, said);
  expect(error).toMatchObject({ ...expected, cause: said });
  for (const words of [wordsFor("en"), wordsFor("de")]) {
    expect(describeError(words, error).what).not.toMatch(
      /qemu-img:|Could not|Unsupported|required/,
    );
  }
});
