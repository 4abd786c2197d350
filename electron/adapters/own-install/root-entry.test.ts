import { expect, it } from "vitest";
import { sourcesNode } from "./root-entry.ts";

it("takes the Node that started the sources, and none from who runs a package", () => {
  const env = { VIRTRAY_NODE: "/home/me/node" };
  expect(sourcesNode(env, "/home/me/virtray/out/main")).toBe("/home/me/node");
  expect(sourcesNode({}, "/home/me/virtray/out/main")).toBeNull();
  expect(sourcesNode(env, "/opt/Virtray/resources/app.asar/out/main")).toBeNull();
  expect(sourcesNode(env, "/opt/Virtray/resources/app.asar.unpacked/out/main")).toBeNull();
});
