import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { type ImageServer, startImageServer } from "../../../e2e/rig/image-server.ts";

/** A host that only the proxy can resolve. */
const url = "https://images.test/pattern.img";
const content = Buffer.alloc(2 ** 20, "disk");
content.set([0x55, 0xaa], 510);
const sum = createHash("sha256").update(content).digest("hex");

let instance: Instance;
let images: ImageServer;

beforeEach(async () => {
  instance = makeInstance();
  images = await startImageServer({ host: "images.test", file: () => content });
  instance.env["HTTPS_PROXY"] = images.proxy;
});

afterEach(async () => {
  await images.close();
  await instance.close();
});

const add = () => instance.virtray("template", "add", "x", "--url", url, "--sha256", sum);

it("an image comes by HTTPS through the proxy of the environment alone", async () => {
  // An unknown certificate is not trusted, with or without a proxy.
  const stranger = await add();
  expect(stranger).toMatchObject({ exitCode: 1 });
  expect(stranger.stderr).toContain("self-signed certificate");
  instance.env["NODE_EXTRA_CA_CERTS"] = images.certificate;
  expect(await add()).toMatchObject({ exitCode: 0 });
  expect(images.asked).toEqual(["images.test:443", "images.test:443"]);
  expect(await instance.json("template", "list")).toMatchObject([{ name: "x", problem: null }]);
});

it("names a proxy that does not answer", async () => {
  instance.env["HTTPS_PROXY"] = "http://127.0.0.1:9";
  const refused = await add();
  expect(refused).toMatchObject({ exitCode: 1 });
  expect(refused.stderr).toContain("127.0.0.1:9");
});
