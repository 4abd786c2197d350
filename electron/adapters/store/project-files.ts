import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type {
  ProjectCertificates,
  ProjectKeys,
  ProjectShare,
  ProjectUserData,
} from "../../core/project/grants.ts";
import type { ShareLine } from "../../core/project/settings.ts";
import { readPublicKeys } from "../../core/template/ssh-keys.ts";
import { certificatesIn } from "../files/certificates.ts";
import { readTextFile } from "../files/text-file.ts";
import { fromHere } from "../process/this-user.ts";

/** The folders in which a project's files may lie. */
export interface ProjectPlace {
  /** The project's folder, without links in its path. */
  readonly folder: string;
  readonly home: string;
}

/** Finds the folder of a project's file; one that does not exist is told when it is read. */
export async function projectFolder(file: string): Promise<string> {
  const folder = dirname(fromHere(file));
  return realpath(folder).catch(() => folder);
}

/**
 * Reads a file of public keys that a project names: one in its folder, or `~/….pub`. A file with
 * anything but public keys is refused, so that a project cannot learn what else is in a home.
 */
export async function readProjectKeys(
  place: ProjectPlace,
  file: string,
): Promise<Result<ProjectKeys>> {
  const read = await readNamed(place, file, isPublicKeyOfHome(place.home, file));
  if (!read.ok) return read;
  const lines = readPublicKeys(read.value.text);
  return typeof lines === "string"
    ? fail("ssh-key-invalid", { path: read.value.path, fault: lines })
    : ok({ file, lines, fingerprints: lines.map(fingerprint) });
}

/** Reads a file of user-data, or of a script, that a project names; it must lie in the project's folder. */
export async function readProjectText(
  place: ProjectPlace,
  file: string,
): Promise<Result<ProjectUserData>> {
  const read = await readNamed(place, file, false);
  return read.ok ? ok({ file, ...hashed(read.value.text) }) : read;
}

/** Reads a file of certificates that a project names; it must lie in the project's folder. */
export async function readProjectCertificates(
  place: ProjectPlace,
  file: string,
): Promise<Result<ProjectCertificates>> {
  const read = await readNamed(place, file, false);
  if (!read.ok) return read;
  const { path, text } = read.value;
  const certificates = certificatesIn(text);
  return typeof certificates === "string"
    ? fail("certificate-invalid", { path, fault: certificates })
    : ok({ file, certificates, sha256: hashed(text).sha256 });
}

/** Finds a folder that a project shares with a machine; it must lie in the project's folder, or be it. */
export async function findProjectShare(
  { folder }: ProjectPlace,
  line: ShareLine,
): Promise<Result<ProjectShare>> {
  const path = await realpath(join(folder, line.folder)).catch(() => null);
  if (path === null) return fail("disk-missing", { path: join(folder, line.folder) });
  return path === folder || path.startsWith(folder === sep ? sep : folder + sep)
    ? ok({ ...line, path })
    : fail("project-file-outside", { file: line.folder, folder });
}

/** User-data, or a script, that stands in the project's own file. */
export function ownText(text: string): ProjectUserData {
  return { file: null, ...hashed(text) };
}

function hashed(text: string): { readonly text: string; readonly sha256: string } {
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
}

/** Returns the fingerprint of a public key as `ssh-keygen -l` writes it. */
function fingerprint(line: string): string {
  const blob = Buffer.from(line.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

function isPublicKeyOfHome(home: string, file: string): boolean {
  return (
    file.startsWith("~/") &&
    file.endsWith(".pub") &&
    join(home, file.slice(2)).startsWith(home + sep)
  );
}

/**
 * Reads a file that a project names. Where the file lies is asked of the opened file itself: its
 * name could lead elsewhere by the time that it is read.
 */
async function readNamed(
  { folder, home }: ProjectPlace,
  file: string,
  isAnywhere: boolean,
): Promise<Result<{ readonly path: string; readonly text: string }>> {
  const outside = (): AppError => appError("project-file-outside", { file, folder });
  const isHome = file.startsWith("~/");
  if (isHome && !isAnywhere) return { ok: false, error: outside() };
  const path = isHome
    ? join(home, file.slice(2))
    : isAbsolute(file)
      ? normalize(file)
      : join(folder, file);
  const refuse = (opened: string) =>
    isAnywhere || opened.startsWith(folder === sep ? sep : folder + sep) ? null : outside();
  const read = await readTextFile(path, refuse);
  if (!read.ok) return read;
  return read.value === null ? fail("disk-missing", { path }) : ok({ path, text: read.value });
}
