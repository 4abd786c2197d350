import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createProxy, type Server } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";

/** A host that only the proxy can resolve. */
const url = "https://images.test/pattern.img";
const content = Buffer.alloc(2 ** 20, "disk");
content.set([0x55, 0xaa], 510);
const sum = createHash("sha256").update(content).digest("hex");

let instance: Instance;
let certificate: string;
let servers: Server[];
/** The requests to the proxy. */
let asked: string[];

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

beforeEach(async () => {
  instance = makeInstance();
  [servers, asked] = [[], []];
  certificate = join(instance.folder, "cert.pem");
  const key = join(instance.folder, "key.pem");
  await execa("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-days", "2", "-subj", "/CN=images.test", "-addext", "subjectAltName=DNS:images.test"],
    ...["-keyout", key, "-out", certificate],
  ]);
  const secure = { key: readFileSync(key), cert: readFileSync(certificate) };
  const port = await listen(createServer(secure, (_request, response) => response.end(content)));
  const proxy = createProxy();
  proxy.on("connect", (request, socket, head: Buffer) => {
    asked.push(request.url ?? "");
    const upstream = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on("error", () => end.destroy());
  });
  instance.env["HTTPS_PROXY"] = `http://127.0.0.1:${await listen(proxy)}`;
});

afterEach(async () => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await instance.close();
});

const add = () => instance.virtray("template", "add", "x", "--url", url, "--sha256", sum);

it("an image comes by HTTPS through the proxy of the environment alone", async () => {
  // An unknown certificate is not trusted, with or without a proxy.
  const stranger = await add();
  expect(stranger).toMatchObject({ exitCode: 1 });
  expect(stranger.stderr).toContain("self-signed certificate");
  instance.env["NODE_EXTRA_CA_CERTS"] = certificate;
  expect(await add()).toMatchObject({ exitCode: 0 });
  expect(asked).toEqual(["images.test:443", "images.test:443"]);
  expect(await instance.json("template", "list")).toMatchObject([{ name: "x", problem: null }]);
});

it("names a proxy that does not answer", async () => {
  instance.env["HTTPS_PROXY"] = "http://127.0.0.1:9";
  const refused = await add();
  expect(refused).toMatchObject({ exitCode: 1 });
  expect(refused.stderr).toContain("127.0.0.1:9");
});
