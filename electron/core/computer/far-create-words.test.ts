import { expect, it } from "vitest";
import { farCreateWords } from "./far-create-words.ts";

const base = { computer: "big", name: "web", template: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab" };

it("leaves what nobody has typed to the computer there", () => {
  expect(farCreateWords({ ...base, sshKeys: [] })).toEqual([
    ...["create", "--json", `--template=${base.template}`, "--", "web"],
  ]);
});

it("gives all else as options of one word each", () => {
  const more = { memoryMiB: 2048, cpus: 2, address: "192.168.100.9", user: "anna" };
  const handed = { proxy: "http://proxy:3128", agent: false };
  const words = farCreateWords({
    ...{
      ...base,
      ...more,
      ...handed,
      diskBytes: 3 * 1024 ** 3,
      sshKeys: ["ssh-ed25519 AAAA anna@laptop"],
    },
  });
  expect(words.slice(3)).toEqual([
    ...["--memory=2048", "--cpus=2", "--address=192.168.100.9", "--user=anna", "--disk=3145728K"],
    ...["--proxy=http://proxy:3128", "--no-agent"],
    ...["--public-key=ssh-ed25519 AAAA anna@laptop", "--", "web"],
  ]);
});
