import { useState } from "react";
import { type AppError, appError } from "../../../electron/contract/errors/app-error.ts";
import type { TemplateView } from "../../../electron/contract/template/template.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AskDialog } from "../../components/AskDialog.tsx";
import { Trouble } from "../../components/Trouble.tsx";

/** Asks before a template is deleted; one with clones cannot be deleted, and the dialog lists them. */
export function DeleteTemplateDialog(props: {
  readonly template: TemplateView;
  readonly onClose: () => void;
}) {
  const { template, onClose } = props;
  const { templates } = useWords().ui;
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const isHeld = template.clones.length > 0;
  const held = appError("template-has-clones", {
    name: template.name,
    machines: template.clones.join(", "),
  });
  async function remove(close: () => void): Promise<void> {
    const removed = await bridge.call("template.delete", { id: template.id });
    if (removed.ok) close();
    else setRefusal(removed.error);
  }
  return (
    <AskDialog
      title={isHeld ? templates.deleteHeld(template.name) : templates.deleteTitle(template.name)}
      confirm={isHeld ? null : templates.deleteConfirm}
      tone="danger"
      onConfirm={(close) => void remove(close)}
      onClose={onClose}
    >
      {isHeld ? <Trouble level="info" about={held} /> : <p>{templates.deleteText}</p>}
      {refusal !== null && <Trouble level="error" about={refusal} />}
    </AskDialog>
  );
}
