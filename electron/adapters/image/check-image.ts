import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import * as v from "valibot";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { diskFileError } from "../../core/base/file-error.ts";
import { isDirtyQcow2 } from "../../core/disk/image-header.ts";
import type { WorkOptions } from "../process/work-options.ts";
import { imageName } from "./convert-image.ts";
import { explainImage } from "./explain-image.ts";
import type { ImageSource } from "./image-source.ts";
import { type ImageFile, runQemuImg } from "./qemu-img.ts";

/** Exit codes of qemu-img check (qemu-img(1)): only space is lost; the format has no checks. */
const harmless = /\nexit (?:3|63)\n/;

/** Its exit code for errors in the tables, which it counts on its standard output. */
const corrupt = /\nexit 2\n/;

const countSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ corruptions: v.optional(v.number(), 0), "check-errors": v.number() }),
);

/** Checks that an archive's disk is what the archive's manifest tells of it, which takes reading it whole. */
export async function checkManifest(
  { path, piece, promised, opened }: ImageSource,
  { signal, onProgress }: WorkOptions,
): Promise<Result<void>> {
  if (promised === undefined || piece === null) return ok(undefined);
  const { algorithm, sum, member } = promised;
  const { offset: start, size } = piece;
  const range = { start, end: start + size - 1, highWaterMark: 1024 * 1024 };
  try {
    const bytes =
      opened?.createReadStream({ ...range, autoClose: false }) ?? createReadStream(path, range);
    const hash = createHash(algorithm);
    let done = 0;
    for await (const chunk of addAbortSignal(signal ?? new AbortController().signal, bytes)) {
      hash.update(chunk as Uint8Array);
      done += (chunk as Uint8Array).length;
      onProgress?.(done / size);
    }
    return hash.digest("hex") === sum
      ? ok(undefined)
      : fail("image-manifest", { path, member, algorithm: algorithm.replace("sha", "SHA-") });
  } catch (error) {
    return signal?.aborted === true
      ? fail("cancelled", {})
      : { ok: false, error: diskFileError(path, error as NodeJS.ErrnoException) };
  }
}

/**
 * Checks that the tables of an image fit each other and the file's length. It reads no content, so
 * even a large image takes seconds. One that somebody else writes to is passed over: it is refused
 * where that matters, and its tables may differ for a moment.
 */
export async function checkImage(
  source: ImageSource,
  signal?: AbortSignal | undefined,
): Promise<Result<void>> {
  const { path, format, base, opened } = source;
  // A raw image has no tables.
  if (format === "raw") return ok(undefined);
  const files: readonly ImageFile[] = [
    { path, access: "read", opened },
    ...(base === undefined ? [] : [{ path: base, access: "read" } as const]),
  ];
  let said = "";
  const checked = await runQemuImg(["check", "--output=json", imageName(source)], files, {
    timeout: 0,
    ...(signal === undefined ? {} : { signal }),
    onOutput: (text) => {
      said += text;
    },
  });
  if (checked.ok || checked.error.code !== "program-failed") {
    return checked.ok ? ok(undefined) : checked;
  }
  const { cause = "" } = checked.error;
  if (harmless.test(cause) || /Failed to get .* lock/.test(cause)) return ok(undefined);
  if (!corrupt.test(cause)) return { ok: false, error: explainImage(checked.error, path) };
  const counted = v.safeParse(countSchema, said);
  const errors = counted.success ? counted.output["check-errors"] : 0;
  // Whose writer was killed counts its clusters lazily: QEMU does so when it next writes to it.
  if (format === "qcow2" && errors === 0 && (await isDirty(source))) return ok(undefined);
  const count = counted.success ? counted.output.corruptions + errors : 0;
  return {
    ok: false,
    error: appError(
      "image-damaged",
      { path, damage: "tables", ...(count === 0 ? {} : { count }) },
      cause,
    ),
  };
}

async function isDirty({ path, piece, opened }: ImageSource): Promise<boolean> {
  const file = opened ?? (await open(path, "r"));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(104), 0, 104, piece?.offset ?? 0);
    return isDirtyQcow2(buffer.subarray(0, bytesRead));
  } finally {
    if (opened === undefined) await file.close();
  }
}
