import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { execa } from "execa";
import { build } from "vite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { vmdkWithParent } from "../../../e2e/rig/images/hostile-images.ts";
import type { CatalogueEntry, Checksum } from "../../contract/template/template.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";
import { createFoundation } from "../compose/foundation.ts";
import { machinesParts } from "../compose/machines.ts";
import { createTemplatesService } from "./service.ts";

let folder: string;
let env: Record<string, string>;
let server: Server;
let content: Buffer;
/** The file in which the server publishes the image's checksum. */
let published: string;
/** Called after each piece of the image, with the bytes sent so far. */
let onSent: (sent: number) => void;
let ranges: string[];
let entry: CatalogueEntry;
let templates: TemplatesService;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "templates-"));
  mkdirSync(join(folder, "run"), { mode: 0o700 });
  env = {
    HOME: folder,
    XDG_DATA_HOME: join(folder, "data"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_RUNTIME_DIR: join(folder, "run"),
  };
  const raw = join(folder, "image.raw");
  const bytes = Buffer.alloc(4 * 1024 * 1024);
  for (let at = 0; at < bytes.length; at += 512) bytes.writeUInt32LE(at * 3 + 1, at);
  bytes.set([0x55, 0xaa], 510);
  writeFileSync(raw, bytes);
  execFileSync("qemu-img", ["convert", "-O", "qcow2", raw, join(folder, "image.qcow2")]);
  content = readFileSync(join(folder, "image.qcow2"));
  published = createHash("sha256").update(content).digest("hex");
  onSent = () => {};
  ranges = [];
  server = createServer((request, response) => {
    response.on("error", () => {});
    if (request.url === "/SHA256SUMS") {
      response.end(`${published}  image.qcow2\n`);
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    ranges.push(request.headers.range ?? "");
    if (from >= content.length) {
      response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
      return;
    }
    response.writeHead(from > 0 ? 206 : 200, {
      etag: '"one"',
      "content-length": content.length - from,
      "content-range": `bytes ${from}-${content.length - 1}/${content.length}`,
    });
    const step = 64 * 1024;
    const send = (at: number) => {
      if (response.destroyed) return;
      if (at >= content.length) {
        response.end();
        return;
      }
      response.write(content.subarray(at, at + step), () => {
        onSent(at + step);
        // Slow enough that the client has most of what was sent.
        setTimeout(() => send(at + step), 2);
      });
    };
    send(from);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  entry = {
    id: "test-1",
    name: "Test 1",
    url: `${base}/image.qcow2`,
    checksums: { url: `${base}/SHA256SUMS`, format: "list", algorithm: "sha256" },
    user: "tester",
    minimumMemoryMiB: 2048,
  };
  templates = createTemplatesService({
    ...machinesParts(createFoundation(env)),
    templatesFolder: async () => "",
    warmChoice: async () => "by-hand",
    catalogue: [entry],
    loginName: "user",
    home: folder,
  });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const request = { name: "test", from: { kind: "catalogue", id: "test-1" } } as const;

/** Lists the folder of downloads without its locks. */
function downloads(): readonly string[] {
  return readdirSync(join(folder, "cache/virtray/downloads")).filter(
    (name) => !name.endsWith(".lock"),
  );
}

async function expectWhole(): Promise<void> {
  const listed = await templates.list();
  expect(listed).toMatchObject({
    templates: [
      {
        name: "test",
        problem: null,
        definition: {
          source: { kind: "download", url: entry.url },
          user: "tester",
          minimumMemoryMiB: 2048,
        },
      },
    ],
    broken: [],
  });
  const base = join(folder, "data/virtray/templates", listed.templates[0]?.id ?? "", "base.qcow2");
  const compared = await execa("qemu-img", ["compare", base, join(folder, "image.raw")]);
  expect(compared.stdout).toBe("Images are identical.");
  expect(downloads()).toEqual([]);
}

describe("a template from the catalogue", () => {
  it("is downloaded, checked and converted, and the download is not kept", async () => {
    const steps: string[] = [];
    const added = await templates.add(request, {
      onProgress: ({ step }) => {
        if (steps.at(-1) !== step) steps.push(step);
      },
    });
    expect(added.ok).toBe(true);
    expect(steps).toEqual(["download", "verify", "convert"]);
    await expectWhole();
    const cloned = await templates.createMachine({
      name: "web",
      template: added.ok ? added.value.id : "",
      cpus: 1,
      sshKeys: [],
    });
    expect(cloned).toMatchObject({ ok: true, value: { user: "tester", memoryMiB: 2048 } });
    // Its login is by a key that ssh would not try by itself.
    const key = join(folder, "work");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    const other = await templates.createMachine({
      ...{ name: "db", template: added.ok ? added.value.id : "", cpus: 1 },
      sshKeys: [readFileSync(`${key}.pub`, "utf8").trim()],
      keyFiles: [`${key}.pub`],
    });
    expect(other).toMatchObject({ ok: true, value: { identities: [key] } });
  });

  it("refuses an image that names another file, and keeps nothing of it", async () => {
    content = vmdkWithParent("/etc/passwd", { separator: ":'" });
    published = createHash("sha256").update(content).digest("hex");
    for (const from of [request.from, { kind: "url", url: entry.url } as const]) {
      expect(await templates.add({ name: "test", from })).toMatchObject({
        error: { code: "image-reaches-out", params: { format: "vmdk", detail: "/etc/passwd" } },
      });
      expect(downloads()).toEqual([]);
    }
    expect(await templates.list()).toEqual({ templates: [], broken: [] });
  });

  it("refuses the page of a network that wants a login as an image", async () => {
    content = Buffer.from("<!DOCTYPE html><html><title>Welcome</title></html>".padEnd(2048));
    const { url } = entry;
    for (const from of [request.from, { kind: "url", url } as const]) {
      expect(await templates.add({ name: "test", from })).toMatchObject({
        error: { code: "image-web-page", params: { path: url } },
      });
      expect(downloads()).toEqual([]);
    }
    published = content.toString();
    expect(await templates.add(request)).toMatchObject({
      error: { code: "image-web-page", params: { path: entry.checksums.url } },
    });
  });

  it("names what was given, and nothing that was made on the way", async () => {
    const { url } = entry;
    content = Buffer.alloc(2048, "x");
    const faulty = await templates.add({ name: "test", from: { kind: "url", url } });
    expect(faulty).toMatchObject({ error: { params: { path: url } } });
    const packed = join(folder, "packed.img.gz");
    writeFileSync(packed, gzipSync(Buffer.alloc(2048, "x")));
    const inside = await templates.add({ name: "test", from: { kind: "file", path: packed } });
    expect(inside).toMatchObject({ error: { params: { path: packed } } });
    // Its packing was taken off into a draft, and converted there.
    const locked = join(folder, "data/virtray/templates");
    mkdirSync(join(folder, "cache/virtray/downloads"), { recursive: true });
    const name = createHash("sha256").update(url).digest("hex").slice(0, 32);
    mkdirSync(join(folder, "cache/virtray/downloads", name));
    const denied = await templates.add({ name: "test", from: { kind: "url", url } });
    expect(denied).toMatchObject({
      error: { code: "file-failed", params: { path: join(folder, "cache/virtray/downloads") } },
    });
    expect(readdirSync(locked)).toEqual([]);
  });

  it("with a wrong checksum, or none, leaves no files", async () => {
    published = "0".repeat(64);
    expect(await templates.add(request)).toMatchObject({ error: { code: "download-mismatch" } });
    expect(downloads()).toEqual([]);
    published = "none";
    expect(await templates.add(request)).toMatchObject({ error: { code: "checksum-missing" } });
    expect(await templates.list()).toEqual({ templates: [], broken: [] });
    expect(readdirSync(join(folder, "data/virtray/templates"))).toEqual([]);
  });

  it("is fetched by one at a time", async () => {
    const [first, second] = await Promise.all([templates.add(request), templates.add(request)]);
    expect([first.ok, second.ok].sort()).toEqual([false, true]);
    expect(first.ok ? second : first).toMatchObject({ error: { code: "file-locked" } });
    await expectWhole();
  });

  it("resumes after a cancel", async () => {
    const abort = new AbortController();
    const cancelled = await templates.add(request, {
      signal: abort.signal,
      onProgress: ({ fraction }) => {
        if ((fraction ?? 0) > 0.5) abort.abort();
      },
    });
    expect(cancelled).toMatchObject({ error: { code: "cancelled" } });
    expect(readdirSync(join(folder, "data/virtray/templates"))).toEqual([]);
    expect((await templates.add(request)).ok).toBe(true);
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d*-$/);
    await expectWhole();
  });

  it("resumes after kill -9, at any byte", async () => {
    const source = join(folder, "worker.ts");
    const here = (name: string) => JSON.stringify(resolve(import.meta.dirname, name));
    writeFileSync(
      source,
      `import { machinesParts } from ${here("../compose/machines.ts")};
       import { createFoundation } from ${here("../compose/foundation.ts")};
       import { createTemplatesService } from ${here("service.ts")};
       const parts = { ...machinesParts(createFoundation(process.env)), templatesFolder: async () => "", warmChoice: async () => "by-hand", catalogue: [${JSON.stringify(entry)}], loginName: "user" };
       await createTemplatesService(parts).add(${JSON.stringify(request)});`,
    );
    await build({
      configFile: false,
      logLevel: "silent",
      root: folder,
      ssr: { noExternal: true },
      build: { ssr: source, outDir: join(folder, "out") },
    });
    for (const share of [0.05, 0.3, 0.6, 0.9, 0.99]) {
      const worker = execa(process.execPath, [join(folder, "out/worker.mjs")], {
        env,
        reject: false,
      });
      onSent = (sent) => {
        if (sent >= content.length * share) worker.kill("SIGKILL");
      };
      expect(await worker).toMatchObject({ signal: "SIGKILL" });
      expect(await templates.list()).toEqual({ templates: [], broken: [] });
    }
    onSent = () => {};
    expect((await templates.add(request)).ok).toBe(true);
    expect(ranges.filter((range) => range !== "").length).toBeGreaterThan(0);
    await expectWhole();
    expect(readdirSync(join(folder, "data/virtray/templates"))).toHaveLength(1);
  });
});

describe("a template from any URL", () => {
  const from = (checksum?: Checksum) => ({
    name: "test",
    from: { kind: "url", url: entry.url, ...(checksum === undefined ? {} : { checksum }) } as const,
  });

  it("is compared with the checksum that was given", async () => {
    const wrong = { algorithm: "sha256", sum: "0".repeat(64) } as const;
    expect(await templates.add(from(wrong))).toMatchObject({
      error: { code: "download-mismatch" },
    });
    expect(await templates.list()).toEqual({ templates: [], broken: [] });
    const right = createHash("sha512").update(content).digest("hex");
    expect(await templates.add(from({ algorithm: "sha512", sum: right }))).toMatchObject({
      ok: true,
      value: { source: { kind: "download", url: entry.url }, user: null },
    });
    expect(downloads()).toEqual([]);
  });

  it("is marked as unverified where none was given", async () => {
    expect(await templates.add(from())).toMatchObject({
      ok: true,
      value: { source: { kind: "download", url: entry.url, unverified: true } },
    });
    expect((await templates.list()).templates).toMatchObject([
      { definition: { source: { unverified: true } } },
    ]);
  });

  it("that is not an image is not kept", async () => {
    content = Buffer.from("A page that asks to log in.\n".repeat(100));
    expect(await templates.add(from())).toMatchObject({ error: { code: "image-unsupported" } });
    expect(downloads()).toEqual([]);
    expect(readdirSync(join(folder, "data/virtray/templates"))).toEqual([]);
  });

  it("ends in a sentence on a full disk, and leaves no template", async () => {
    const cache = join(folder, "cache");
    mkdirSync(cache);
    await execa("mount", ["-t", "tmpfs", "-o", "size=1M", "tmpfs", cache]);
    try {
      expect(await templates.add(from())).toMatchObject({ error: { code: "no-room" } });
      expect(readdirSync(join(folder, "data/virtray/templates"))).toEqual([]);
    } finally {
      await execa("umount", [cache]);
    }
  });
});

describe("an image that is damaged becomes no template", () => {
  const refused = async (path: string) => {
    const added = await templates.add({ name: "bad", from: { kind: "file", path } });
    expect(readdirSync(join(folder, "data/virtray/templates"))).toEqual([]);
    return added.ok ? null : added.error;
  };
  const cutShort = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, content.subarray(0, content.length / 2));
    return path;
  };

  it("cut short, also when packed, and is called what it was given as", async () => {
    const path = cutShort("cut.qcow2");
    const error = { code: "image-damaged", params: { path, damage: "tables" } };
    expect(await refused(path)).toMatchObject(error);
    execFileSync("gzip", [path]);
    expect(await refused(`${path}.gz`)).toMatchObject({ ...error, params: { path: `${path}.gz` } });
  });

  it("in an archive whose manifest tells of another disk", async () => {
    const run = (line: string) => execFileSync("sh", ["-c", line], { cwd: folder });
    run("qemu-img convert -O vmdk image.qcow2 d.vmdk");
    run('echo "SHA256(d.vmdk)= $(sha256sum <d.vmdk | cut -c1-64)" >m.mf');
    run("tar --format=ustar -cf good.ova m.mf d.vmdk");
    run(
      "printf x | dd of=d.vmdk bs=1 seek=1000000 conv=notrunc; tar --format=ustar -cf bad.ova m.mf d.vmdk",
    );
    const path = join(folder, "bad.ova");
    expect(await refused(path)).toMatchObject({ code: "image-manifest", params: { path } });
    const good = { kind: "file", path: join(folder, "good.ova") } as const;
    expect(await templates.add({ name: "good", from: good })).toMatchObject({ ok: true });
  });

  it("of a size of 0 bytes, which no list could show", async () => {
    const path = join(folder, "empty.vmdk");
    execFileSync("qemu-img", ["create", "-q", "-f", "vhdx", path, "0"]);
    expect(await refused(path)).toEqual({ code: "image-empty", params: { path } });
  });
});
