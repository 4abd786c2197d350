import * as v from "valibot";
import {
  type FarCreate,
  type FarTemplate,
  farTemplateSchema,
  farTemplatesSchema,
} from "../../contract/computer/far-create.ts";
import { farReference } from "../../contract/computer/far-machine.ts";
import { farMachineSchema } from "../../contract/computer/serve.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { farCreateWords } from "../../core/computer/far-create-words.ts";
import { strangeAnswer } from "../../core/computer/judge-far.ts";

/** Runs our command on a computer with `--json`, and returns what it writes. */
export type RunThere = (computer: string, words: readonly string[]) => Promise<Result<unknown>>;

/** Lists the templates there that machines can be made of. */
export async function farTemplates(
  run: RunThere,
  computer: string,
): Promise<Result<readonly FarTemplate[]>> {
  const listed = await run(computer, ["template", "list", "--json"]);
  if (!listed.ok) return listed;
  const parsed = v.safeParse(farTemplatesSchema, listed.value);
  if (!parsed.success) {
    return { ok: false, error: strangeAnswer(computer, listed.value) };
  }
  return ok(
    parsed.output
      .filter(({ problemCode }) => problemCode === null)
      .flatMap((each) => {
        const template = v.safeParse(farTemplateSchema, each);
        return template.success ? [template.output] : [];
      }),
  );
}

/** Creates a machine there; returns the reference to it. */
export async function createThere(
  run: RunThere,
  request: FarCreate,
): Promise<Result<{ readonly id: string }>> {
  const { computer } = request;
  const made = await run(computer, farCreateWords(request));
  if (!made.ok) return made;
  const parsed = v.safeParse(v.object({ id: farMachineSchema.entries.id }), made.value);
  return parsed.success
    ? ok({ id: farReference(computer, parsed.output.id) })
    : { ok: false, error: strangeAnswer(computer, made.value) };
}
