import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectFolder } from "../project.mjs";

interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

/** Lists the places where Node searches for a package that the one at `path` imports, nearest first. */
function places(path: string, name: string): readonly string[] {
  const parents = path.split("/node_modules/").map((_, index, parts) => {
    return `${parts.slice(0, parts.length - index).join("/node_modules/")}/node_modules/${name}`;
  });
  return [...parents, `node_modules/${name}`];
}

it("names the parts for every platform, without which npm ci refuses the lock file", () => {
  const text = readFileSync(join(projectFolder, "package-lock.json"), "utf8");
  const { packages } = JSON.parse(text) as LockFile;
  const absent = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) =>
      places(path, name).every((place) => packages[place] === undefined),
    ),
  );
  expect(absent).toEqual([]);
});
