import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { download, downloadText } from "./download.ts";
import { discardDownload } from "./download-files.ts";

/** 3 MiB that are nowhere the same. */
const content = Buffer.from(
  Array.from({ length: 98_304 }, (_, n) =>
    createHash("sha256").update(`${n}`).digest("hex").slice(0, 32),
  ).join(""),
);
const expected = {
  algorithm: "sha256",
  sum: createHash("sha256").update(content).digest("hex"),
} as const;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let path: string;
let servers: Server[];
/** The requests in order: URL and range. */
let asked: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "download-"));
  path = join(folder, "downloads/image");
  servers = [];
  asked = [];
});

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.range ?? "-"}`);
    response.on("error", () => {});
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function options(more: { readonly signal?: AbortSignal } = {}) {
  return { stallMs: 1000, slowMs: 60_000, ...more };
}

/** The file is as it should be (compared by hand: a matcher takes seconds for so many bytes). */
function expectWhole(): void {
  expect(readFileSync(path).equals(content)).toBe(true);
}

const done = { ok: true, value: undefined };

/** A server that resumes, and breaks off each answer after `most` bytes. */
function breaking(most: () => number, etag = () => '"one"'): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const same = request.headers["if-range"] === etag();
    if (request.headers.range !== undefined && same && from >= content.length) {
      response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
      return;
    }
    const rest = same ? content.subarray(from) : content;
    response.writeHead(same ? 206 : 200, {
      etag: etag(),
      "content-length": rest.length,
      ...(same ? { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` } : {}),
    });
    const piece = rest.subarray(0, most());
    response.write(piece, () => {
      if (piece.length === rest.length) response.end();
      else response.destroy();
    });
  };
}

describe("a download", () => {
  it("arrives whole, and tells how far it is", async () => {
    const url = `${await serve(breaking(() => content.length))}/x.img`;
    const told: (number | null)[] = [];
    const outcome = await download(url, path, expected, {
      ...options(),
      onProgress: ({ step, fraction }) => {
        if (step === "download") told.push(fraction);
      },
    });
    expect(outcome).toEqual(done);
    expectWhole();
    expect([told[0], told.at(-1)]).toEqual([0, 1]);
  });

  it("that stands still is told to, and where", async () => {
    const half = content.length / 2;
    const url = `${await serve((_request, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, half));
    })}/x.img`;
    const cancel = new AbortController();
    const outcome = download(url, path, expected, {
      ...options({ signal: cancel.signal }),
      stallMs: 60_000,
      onProgress: ({ bytesPerSecond, secondsLeft, ...rest }) => {
        if (bytesPerSecond !== 0) return;
        expect({ ...rest, secondsLeft }).toEqual({
          ...{ step: "download", fraction: 0.5, doneBytes: half, totalBytes: content.length },
          secondsLeft: undefined,
        });
        cancel.abort();
      },
    });
    expect(await outcome).toMatchObject({ error: { code: "cancelled" } });
  });

  it("that breaks off is taken up where it ended", async () => {
    const url = `${await serve(breaking(() => 1024 * 1024))}/x.img`;
    expect(await download(url, path, expected, options())).toEqual(done);
    expectWhole();
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked[0]).toBe("/x.img -");
    for (const each of asked.slice(1)) expect(each).toMatch(/^\/x\.img bytes=[1-9]\d*-$/);
  });

  it("that never gets further gives up, and the next one goes on", async () => {
    let most = 1024 * 1024;
    const url = `${await serve(breaking(() => most))}/x.img`;
    const first = download(url, path, expected, {
      ...options(),
      onProgress: ({ fraction }) => {
        if ((fraction ?? 0) > 0.3) most = 0;
      },
    });
    expect(await first).toMatchObject({ ok: false, error: { code: "download-broken" } });
    most = content.length;
    const before = asked.length;
    expect(await download(url, path, expected, options())).toEqual(done);
    expect(asked.slice(before)).toHaveLength(1);
    expect(asked.at(-1)).toMatch(/bytes=[1-9]\d*-$/);
  });

  it("of a file that was replaced meanwhile begins anew", async () => {
    let tag = '"old"';
    let most = 1000;
    const url = `${await serve(
      breaking(
        () => most,
        () => tag,
      ),
    )}/x.img`;
    mkdirSync(join(folder, "downloads"));
    writeFileSync(path, "half of an old file");
    writeFileSync(`${path}.json`, JSON.stringify({ url, validator: '"older"' }));
    tag = '"new"';
    most = content.length;
    expect(await download(url, path, expected, options())).toEqual(done);
    expectWhole();
  });

  it("that was complete but unchecked is checked, not fetched again", async () => {
    const url = `${await serve(breaking(() => content.length))}/x.img`;
    mkdirSync(join(folder, "downloads"));
    writeFileSync(path, content);
    writeFileSync(`${path}.json`, JSON.stringify({ url, validator: '"one"' }));
    expect(await download(url, path, expected, options())).toEqual(done);
    expect(asked).toEqual([`/x.img bytes=${content.length}-`]);
  });

  it.each([
    ["other bytes", Buffer.from(content).fill(0, 500, 501)],
    ["fewer bytes than there are", content.subarray(0, 1000)],
  ])("of %s is refused and removed", async (_title, wrong) => {
    const url = `${await serve((_request, response) => response.end(wrong))}/x.img`;
    expect(await download(url, path, expected, options())).toEqual({
      ok: false,
      error: { code: "download-mismatch", params: { url, algorithm: "sha256" } },
    });
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.json`)).toBe(false);
  });

  it("whose server promises more than it sends is broken", async () => {
    const url = `${await serve((_request, response) => {
      response.writeHead(200, { "content-length": content.length + 10 });
      response.write(content, () => response.destroy());
    })}/x.img`;
    expect(await download(url, path, expected, options())).toMatchObject({
      ok: false,
      error: { code: "download-broken" },
    });
  });

  it("whose server gives another part than was asked for begins anew", async () => {
    let lie = true;
    const honest = breaking(() => content.length);
    const url = `${await serve((request, response) => {
      if (!lie || request.headers.range === undefined) return honest(request, response);
      lie = false;
      response.writeHead(206, { "content-range": `bytes 0-9/${content.length}` });
      response.end("0123456789");
      return undefined;
    })}/x.img`;
    mkdirSync(join(folder, "downloads"));
    writeFileSync(path, content.subarray(0, 1000));
    writeFileSync(`${path}.json`, JSON.stringify({ url, validator: '"one"' }));
    expect(await download(url, path, expected, options())).toMatchObject({
      error: { code: "download-broken" },
    });
    expect(await download(url, path, expected, options())).toEqual(done);
    expectWhole();
  });

  it("follows redirects, but not in circles, and never to less safety", async () => {
    const base = await serve((request, response) => {
      const to = { "/a": "/b", "/b": "/x.img", "/loop": "/loop", "/ftp": "ftp://example.org/x" };
      const next = to[request.url as keyof typeof to];
      if (next === undefined) response.end(content);
      else response.writeHead(302, { location: next }).end();
    });
    expect(await download(`${base}/a`, path, expected, options())).toEqual(done);
    expect(asked).toEqual(["/a -", "/b -", "/x.img -"]);
    expect(await download(`${base}/loop`, path, expected, options())).toMatchObject({
      error: { code: "download-broken", params: { detail: "most-redirects:5" } },
    });
    expect(await download(`${base}/ftp`, path, expected, options())).toMatchObject({
      error: {
        code: "download-broken",
        params: { detail: "redirect-unsafe:ftp://example.org/x" },
      },
    });
  });

  it.each([
    ["does not answer", () => {}],
    [
      "falls silent in between",
      (_request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { "content-length": content.length });
        response.write(content.subarray(0, 1000));
      },
    ],
  ])("whose server %s ends in a sentence", async (_title, answer) => {
    const url = `${await serve(answer)}/x.img`;
    expect(await download(url, path, expected, options())).toEqual({
      ok: false,
      error: expect.objectContaining({
        code: "download-stalled",
        params: { url, seconds: 1 },
      }) as unknown,
    });
  });

  it("from a server that is not there ends in a sentence", async () => {
    const base = await serve(() => {});
    servers[0]?.close();
    expect(await download(`${base}/x.img`, path, expected, options())).toMatchObject({
      error: { code: "download-offline", params: { detail: "ECONNREFUSED" } },
    });
  });

  it("that the server refuses ends in a sentence", async () => {
    const url = `${await serve((_request, response) => response.writeHead(404).end("no"))}/x.img`;
    const refused = {
      ok: false,
      error: { code: "download-refused", params: { url, status: 404 } },
    };
    expect(await download(url, path, expected, options())).toEqual(refused);
    expect(await downloadText(url, options())).toEqual(refused);
    expect(existsSync(path)).toBe(false);
  });

  it("ends at once when the person cancels, and keeps what it has", async () => {
    const url = `${await serve((_request, response) => {
      response.writeHead(200, { "content-length": content.length, etag: '"one"' });
      response.write(content.subarray(0, 100_000));
    })}/x.img`;
    const abort = new AbortController();
    const outcome = await download(url, path, expected, {
      ...options({ signal: abort.signal }),
      onProgress: () => abort.abort(),
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(existsSync(`${path}.json`)).toBe(true);
    await discardDownload(path);
    expect(existsSync(path)).toBe(false);
  });

  it("goes through a proxy", async () => {
    const url = `${await serve(breaking(() => content.length))}/x.img`;
    const tunnels: string[] = [];
    const proxy = createServer();
    servers.push(proxy);
    proxy.on("connect", (request: IncomingMessage, socket, head: Buffer) => {
      tunnels.push(request.url ?? "");
      const [host = "", port] = (request.url ?? "").split(":");
      const upstream = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [upstream, socket]) end.on("error", () => end.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    vi.stubEnv("http_proxy", address);
    expect(await download(url, path, expected, options())).toEqual(done);
    expect(tunnels).toEqual([new URL(url).host]);
    vi.stubEnv("no_proxy", "127.0.0.1");
    expect(await download(url, `${path}2`, expected, options())).toEqual(done);
    expect(tunnels).toHaveLength(1);
  });

  it("that does not fit the disk ends in a sentence", async () => {
    const url = `${await serve(breaking(() => content.length))}/x.img`;
    const small = join(folder, "small");
    mkdirSync(small);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1M", "tmpfs", small]);
    try {
      expect(await download(url, join(small, "image"), expected, options())).toMatchObject({
        ok: false,
        error: {
          code: "no-room",
          params: {
            path: join(small, "image"),
            needed: content.length,
            usable: expect.any(Number) as unknown,
          },
        },
      });
      expect(readdirSync(small)).toEqual([]);
    } finally {
      execFileSync("umount", [small]);
    }
  });

  it.each([
    ["says nothing of its size", {}],
    ["ends at what was announced", { "content-range": "bytes 1000-1999/2000" }],
  ])("that has no end, and %s, leaves room on the disk, and nothing behind", async (_t, told) => {
    const url = `${await serve((_request, response) => {
      response.writeHead("content-range" in told ? 206 : 200, told);
      const more = () => {
        if (response.writable) response.write(content, more);
      };
      more();
    })}/x.img`;
    const small = join(folder, "small");
    mkdirSync(small);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=40M", "tmpfs", small]);
    try {
      const target = join(small, "image");
      writeFileSync(target, content.subarray(0, 1000));
      writeFileSync(`${target}.json`, JSON.stringify({ url, validator: '"one"' }));
      let least = Number.POSITIVE_INFINITY;
      const watch = setInterval(() => {
        const { bavail, bsize } = statfsSync(small);
        least = Math.min(least, bavail * bsize);
      });
      const outcome = await download(url, target, expected, options());
      clearInterval(watch);
      expect(outcome).toMatchObject({
        error: { code: "content-range" in told ? "download-broken" : "no-room" },
      });
      // A twentieth of 40 MiB.
      expect(least).toBeGreaterThanOrEqual(2 * 1024 * 1024);
      expect(readdirSync(small)).toEqual([]);
    } finally {
      execFileSync("umount", [small]);
    }
  });

  it.each([
    ["the file", "HTTP/1.1 200 OK\r\nContent-Length: 3145728\r\n\r\n"],
    ["its answer's head", "HTTP/1.1 200 OK\r\nX-Slow: "],
  ])("is not followed for ever where a byte of %s comes at a time", async (_title, begin) => {
    const drops: NodeJS.Timeout[] = [];
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.write(begin);
      drops.push(setInterval(() => socket.write("x"), 50));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.img`;
      for (const fetched of [
        await download(url, path, expected, { ...options(), slowMs: 2000 }),
        await downloadText(url, { ...options(), slowMs: 2000 }),
      ]) {
        expect(fetched).toMatchObject({
          error: { code: "download-slow", params: { url, seconds: 2 } },
        });
      }
    } finally {
      for (const drop of drops) clearInterval(drop);
      server.close();
    }
  });

  it("goes on where a line is slow, but honest", async () => {
    const short = content.subarray(0, 12_000);
    const sum = createHash("sha256").update(short).digest("hex");
    const url = `${await serve((_request, response) => {
      response.writeHead(200, { "content-length": short.length });
      let at = 0;
      const drip = setInterval(() => {
        response.write(short.subarray(at, at + 300));
        at += 300;
        if (at < short.length) return;
        clearInterval(drip);
        response.end();
      });
    })}/x.img`;
    const slow = { ...options(), slowMs: 1000 };
    expect(await download(url, path, { algorithm: "sha256", sum }, slow)).toEqual(done);
  });
});

describe("a text", () => {
  it("is given as it is, unless it is far too long", async () => {
    const base = await serve((request, response) =>
      response.end(request.url === "/sums" ? "a  b\n" : "x".repeat(2 * 1024 * 1024)),
    );
    expect(await downloadText(`${base}/sums`, options())).toEqual({ ok: true, value: "a  b\n" });
    expect(await downloadText(`${base}/long`, options())).toMatchObject({
      error: { code: "download-broken", params: { detail: "too-long" } },
    });
  });
});
