import { useCallback, useEffect, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";
import { FromTemplateForm } from "./FromTemplateForm.tsx";
import type { FormTemplate } from "./from-template.ts";
import { type Proposal, unknownLimit } from "./proposal.ts";

const unlimited = { address: null, mostMemoryMiB: unknownLimit, mostCpus: unknownLimit };

/** Asks a computer for the templates there. */
function useTemplatesThere(name: string) {
  const [templates, setTemplates] = useState<readonly FormTemplate[] | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const ask = useCallback(async () => {
    const answer = await bridge.call("computer.templates", { name });
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setTemplates(
      answer.value.map(({ user, ...each }) => ({
        ...each,
        definition: { user, minimumMemoryMiB: 1 },
        warm: [],
      })),
    );
  }, [name]);
  useEffect(() => void ask(), [ask]);
  return { templates, refusal, retry: () => void ask() };
}

/** The form that makes a machine on another computer, from a template there. */
export function FarMachineForm(props: { readonly computer: string; readonly proposal: Proposal }) {
  const { computer } = props;
  const { computers, ui } = useWords();
  const { templates, refusal, retry } = useTemplatesThere(computer);
  if (refusal !== null) return <Trouble level="error" about={refusal} onRetry={retry} />;
  if (templates === null) {
    return (
      <p className="dim" role="status">
        {computers.asking(computer)}
      </p>
    );
  }
  if (templates.length === 0) return <p className="empty">{computers.noTemplates(computer)}</p>;
  return (
    <>
      <p className="dim">{ui.fromTemplate.intro}</p>
      <FromTemplateForm
        wanted={undefined}
        proposal={{ ...props.proposal, ...unlimited }}
        there={{ name: computer, templates }}
        onCreated={(id) => navigate({ page: "machines", machine: id })}
      />
    </>
  );
}
