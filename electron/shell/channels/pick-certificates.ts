import type { BrowserWindow } from "electron";
import { readCertificates } from "../../adapters/files/certificates.ts";
import type { CertificateFile } from "../../contract/base/handed-on.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { chooseExisting } from "./file-dialog.ts";

/** Has the user choose a file of certificates, and reads it, so that no path of a window is read; null if cancelled. */
export async function pickCertificates(
  owner: BrowserWindow | null,
): Promise<Result<CertificateFile | null>> {
  const path = await chooseExisting(owner, "openFile");
  if (path === null) return ok(null);
  const read = await readCertificates(path);
  return read.ok ? ok({ path, certificates: read.value }) : read;
}
