import type { AgreedProjectsStore } from "../../adapters/store/agreed-projects.ts";
import type { ProjectQuestionJson } from "../../contract/app/cli-care.ts";
import { appError } from "../../contract/errors/app-error.ts";
import type { ProjectGrant } from "../../contract/project/project.ts";
import {
  type ProjectPlan,
  type ProjectQuestion,
  questionAbout,
} from "../../services/project/plan.ts";
import { agrees, mayAsk } from "../base/ask.ts";
import { complain, errorJson, finish, say, sayJson, type Voice } from "../base/output.ts";

/**
 * Shows what a project asks for that was not agreed to, and asks about it on a terminal; `isYes`
 * agrees without a question. Gives whether it may be carried out; if not, why has been told.
 */
export async function consentTo(
  agreed: AgreedProjectsStore,
  voice: Voice,
  plan: ProjectPlan,
  isYes: boolean,
): Promise<boolean> {
  const question = await questionAbout(agreed, plan);
  if (question === null) return true;
  if (!voice.json) say(describeQuestion(voice, plan.path, question));
  if (!isYes) {
    if (!mayAsk(voice)) {
      refuse(voice, plan.path, question);
      return false;
    }
    const { consent } = voice.cli.project;
    if (!(await agrees(consent.question))) {
      say(consent.notDone);
      return false;
    }
  }
  const kept = await agreed.agree(plan.path, plan.grants);
  // An agreement that cannot be kept would be asked for at each start: the reason is told instead.
  return finish(voice, kept, () => {}) === 0;
}

function refuse(voice: Voice, file: string, question: ProjectQuestion): void {
  const error = appError("project-not-agreed", { path: file, isChanged: !question.isFirst });
  complain(voice, error);
  if (!voice.json) return;
  sayJson({ error: errorJson(voice, error), file, ...question } satisfies ProjectQuestionJson);
}

function describeQuestion(
  voice: Voice,
  path: string,
  { isFirst, added, gone }: ProjectQuestion,
): readonly string[] {
  const { consent } = voice.cli.project;
  return [
    isFirst ? consent.first(path) : consent.changed(path),
    "",
    ...(isFirst || added.length === 0 ? [] : [consent.added, ""]),
    ...byMachine(voice, added),
    ...(gone.length === 0 ? [] : [consent.gone, "", ...byMachine(voice, gone)]),
    consent.note,
    "",
  ];
}

function byMachine(voice: Voice, grants: readonly ProjectGrant[]): readonly string[] {
  return [...new Set(grants.map(({ machine }) => machine))].flatMap((machine) => [
    machine,
    ...grants
      .filter((grant) => grant.machine === machine)
      .map((grant) => `  ${voice.cli.project.consent.grant(grant)}`),
    "",
  ]);
}
