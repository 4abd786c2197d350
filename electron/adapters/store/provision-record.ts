import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { DoneSteps } from "../../core/project/provision.ts";
import { cutLog } from "../files/cut-log.ts";
import { readRecord, writeRecord } from "../files/small-record.ts";

const recordSchema = v.record(v.string(), v.string());
const recordName = "provisioned.json";

/** Returns the steps that ended well in the machine of a folder. */
export async function readDoneSteps(folder: string): Promise<DoneSteps> {
  return (await readRecord(join(folder, recordName), recordSchema)) ?? {};
}

/** Keeps them. Errors throw. */
export function keepDoneSteps(folder: string, done: DoneSteps): Promise<void> {
  return writeRecord(join(folder, recordName), done);
}

/** A log of a machine's provisioning; a line that cannot be kept is lost. */
export interface ProvisionLog {
  readonly path: string;
  write(line: string): void;
  /** Ends once all lines are in the file. */
  close(): Promise<void>;
}

/** The number of lines that wait to be written together, at most. */
const mostWaiting = 200;

/** Opens the log of the machine of a folder, which goes on from earlier ones. */
export async function openProvisionLog(folder: string): Promise<ProvisionLog> {
  const path = join(folder, "provision.log");
  await cutLog(path);
  let waiting: string[] = [];
  let writing = Promise.resolve();
  const flush = () => {
    const text = waiting.map((line) => `${line}\n`).join("");
    waiting = [];
    writing = writing.then(() => appendFile(path, text, { mode: 0o600 })).catch(() => {});
  };
  const timer = setInterval(() => {
    if (waiting.length > 0) flush();
  }, 500);
  return {
    path,
    write(line) {
      waiting.push(line);
      if (waiting.length >= mostWaiting) flush();
    },
    async close() {
      clearInterval(timer);
      flush();
      await writing;
      await cutLog(path);
    },
  };
}
