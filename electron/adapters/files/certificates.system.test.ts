import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mostCertificates } from "../../contract/base/handed-on.ts";
import { certificatesIn, readCertificates } from "./certificates.ts";

let folder: string;
let pem: string;
let key: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const [certFile, keyFile] = [join(folder, "ca.pem"), join(folder, "ca.key")];
  await execa("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
    ...["-subj", '/CN=A "quoted" CA', "-days", "9", "-keyout", keyFile, "-out", certFile],
  ]);
  pem = readFileSync(certFile, "utf8");
  key = readFileSync(keyFile, "utf8");
});

afterAll(() => rmSync(folder, { recursive: true }));

it("reads all certificates of a file, and nothing of what stands around them", async () => {
  const text = `# the team's\r\n${pem}subject=/CN=x\nruncmd: [reboot]\n${pem.replaceAll("\n", "\r\n")}`;
  expect(certificatesIn(text)).toEqual([pem, pem]);
  expect(await readCertificates(join(folder, "ca.pem"))).toEqual({ ok: true, value: [pem] });
});

it("tells why a file gives none", async () => {
  expect(certificatesIn("")).toBe("none");
  expect(certificatesIn(pem + key)).toBe("private");
  expect(certificatesIn(pem.replace(/^MII/m, "AAA"))).toBe("damaged");
  expect(certificatesIn(pem.slice(0, 200))).toBe("damaged");
  expect(certificatesIn(pem.repeat(mostCertificates))).toHaveLength(mostCertificates);
  expect(certificatesIn(pem.repeat(mostCertificates + 1))).toBe("too-many");
  writeFileSync(join(folder, "both.pem"), pem + key);
  expect(await readCertificates(join(folder, "both.pem"))).toMatchObject({
    error: { code: "certificate-invalid", params: { fault: "private" } },
  });
  expect(await readCertificates(join(folder, "no.pem"))).toMatchObject({
    error: { code: "disk-missing" },
  });
});
