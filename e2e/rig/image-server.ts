import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createProxy, type Server } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** A server of images that stands for a host, and the proxy that alone leads there. */
export interface ImageServer {
  /** The proxy's address, for HTTPS_PROXY. */
  readonly proxy: string;
  /** The file that makes the server's certificate trusted, for NODE_EXTRA_CA_CERTS. */
  readonly certificate: string;
  /** The hosts and ports that the proxy was asked for. */
  readonly asked: readonly string[];
  /** Ends the proxy, so that nobody gets anywhere, or starts it again at the same address. */
  setOnline(isOnline: boolean): Promise<void>;
  close(): Promise<void>;
}

/** How a server answers. */
export interface ImageServing {
  /** The name that its certificate has. */
  readonly host: string;
  /** Returns the file at a path of the host; null for none. */
  readonly file: (path: string) => Buffer | null;
  /** Awaited when half of the file at a path was sent. */
  readonly atHalf?: (path: string) => Promise<void>;
}

/** Starts both; the host's real server is never asked. */
export async function startImageServer(serving: ImageServing): Promise<ImageServer> {
  const folder = mkdtempSync(join(tmpdir(), "images-"));
  // Another user's app reads the certificate.
  chmodSync(folder, 0o755);
  const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  await execa("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-days", "2", "-subj", `/CN=${serving.host}`],
    ...["-addext", `subjectAltName=DNS:${serving.host}`, "-keyout", key, "-out", certificate],
  ]);
  const asked: string[] = [];
  const server = serve(serving, { key: readFileSync(key), cert: readFileSync(certificate) });
  const port = await listen(server, 0);
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
  const proxyPort = await listen(proxy, 0);
  return {
    proxy: `http://127.0.0.1:${proxyPort}`,
    certificate,
    asked,
    async setOnline(isOnline) {
      if (isOnline) await listen(proxy, proxyPort);
      else await end(proxy);
    },
    async close() {
      await Promise.all([proxy, server].filter(({ listening }) => listening).map(end));
      rmSync(folder, { recursive: true });
    },
  };
}

function serve({ file, atHalf }: ImageServing, secure: { key: Buffer; cert: Buffer }): Server {
  return createServer(secure, async (request, response) => {
    const path = request.url ?? "";
    const content = file(path);
    if (content === null) {
      response.writeHead(404).end();
      return;
    }
    const half = Math.ceil(content.length / 2);
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, half));
    await atHalf?.(path);
    response.end(content.subarray(half));
  });
}

const connections = new WeakMap<Server, Set<Socket>>();

async function listen(server: Server, port: number): Promise<number> {
  if (!connections.has(server)) {
    const open = new Set<Socket>();
    connections.set(server, open);
    server.on("connection", (socket: Socket) => {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
    });
  }
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Ends a server with all its connections, also those that a proxy leads on. */
function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of connections.get(server) ?? []) socket.destroy();
  });
}
