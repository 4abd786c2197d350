import * as v from "valibot";
import type { FarRequest, FarTalk, HearText } from "../../adapters/computer/far-talk.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { strangeAnswer } from "../../core/computer/judge-far.ts";

/** The time limit of an answer that takes no work, in seconds. */
const answerSeconds = 15;

/** Asks one thing, and parses the answer as a stranger's. */
export async function asking<S extends v.GenericSchema>(
  talk: FarTalk,
  { name }: Computer,
  request: FarRequest,
  schema: S,
  seconds: number | null = answerSeconds,
  hear?: HearText,
): Promise<Result<v.InferOutput<S>>> {
  const answer = await talk.ask(request, seconds, hear);
  if (!answer.ok) return answer;
  const parsed = v.safeParse(schema, answer.value);
  return parsed.success
    ? ok(parsed.output)
    : { ok: false, error: strangeAnswer(name, answer.value) };
}
