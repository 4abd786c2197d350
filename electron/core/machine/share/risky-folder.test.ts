import { expect, test } from "vitest";
import { whyRisky } from "./risky-folder.ts";

const folders = { home: "/home/me", own: ["/home/me/.local/share/virtray", "/run/user/7/virtray"] };

test.each([
  ["/", "root"],
  ["/home", "home"],
  ["/home/me", "home"],
  ["/home/me/.ssh", "keys"],
  ["/home/me/.ssh/old", "keys"],
  ["/home/me/.local", "own"],
  ["/home/me/.local/share/virtray/machines", "own"],
  ["/run", "own"],
  ["/run/user/7/virtray", "own"],
  ["/home/me/src", null],
  ["/home/me/.sshx", null],
  ["/home/men", null],
  ["/srv", null],
])("%s is risky as %s", (folder, why) => {
  expect(whyRisky(folder, folders)).toBe(why);
});
