import { X509Certificate } from "node:crypto";
import * as v from "valibot";
import { certificateSchema, mostCertificates } from "../../contract/base/handed-on.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { CertificateFault } from "../../contract/errors/template.ts";
import { readTextFile } from "./text-file.ts";

/** Reads the certificates in a text (PEM), each written anew; a fault tells why there are none. */
export function certificatesIn(text: string): readonly string[] | CertificateFault {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return "private";
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return /-----BEGIN/.test(text) ? "damaged" : "none";
  if (blocks.length > mostCertificates) return "too-many";
  const certificates: string[] = [];
  for (const block of blocks) {
    let certificate: string;
    try {
      certificate = new X509Certificate(block).toString();
    } catch {
      return "damaged";
    }
    if (!v.is(certificateSchema, certificate)) return "too-long";
    certificates.push(certificate);
  }
  return certificates;
}

/** Reads the certificates of a file. */
export async function readCertificates(path: string): Promise<Result<readonly string[]>> {
  const read = await readTextFile(path);
  if (!read.ok) return read;
  if (read.value === null) return fail("disk-missing", { path });
  const found = certificatesIn(read.value);
  return typeof found === "string"
    ? fail("certificate-invalid", { path, fault: found })
    : ok(found);
}
