import { expect, it } from "vitest";
import { chooseZipDisk, zipMethod } from "./zip-members.ts";

it.each([
  [["disk.img"], "disk.img"],
  [["box/", "box/readme.txt", "box/Disk.VHD"], "box/Disk.VHD"],
  [["appliance.ova", "readme.txt"], "appliance.ova"],
  // A file that is alone may have any name.
  [["image"], "image"],
  // Apple's archiver adds one of these for every file.
  [["disk.img", "__MACOSX/._disk.img", "._disk.img"], "disk.img"],
  // A name leads nowhere: it only chooses.
  [["../../etc/disk.raw"], "../../etc/disk.raw"],
])("chooses the one disk among %j", (names, name) => {
  expect(chooseZipDisk(names)).toEqual({ name });
});

it.each([
  [[], "archive-without-disk"],
  [["a.txt", "b.txt"], "archive-without-disk"],
  [["folder/"], "archive-without-disk"],
  [["a.vmdk", "a-flat.vmdk"], "archive-with-disks"],
])("finds none among %j", (names, fault) => {
  expect(chooseZipDisk(names)).toEqual({ name: null, fault });
});

it("names the ways to compress that cannot be unpacked", () => {
  expect([9, 98].map(zipMethod)).toEqual(["Deflate64", "98"]);
});
