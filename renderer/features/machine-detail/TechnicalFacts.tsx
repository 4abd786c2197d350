import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { FactList } from "../../components/Facts.tsx";
import { FilePath } from "../../components/FilePath.tsx";

/** Shows the facts that help to find a fault. */
export function TechnicalFacts({ machine }: { readonly machine: MachineView }) {
  const { definition, mac, pid } = machine;
  const { hardware, ui } = useWords();
  return (
    <details className="card card-wide technical">
      <summary>{ui.notices.cause}</summary>
      <FactList
        facts={[
          [
            ui.detail.mac,
            <span key="mac" className="mono">
              {mac}
            </span>,
          ],
          [hardware.nic.name, definition.network.nic],
          [ui.detail.diskFile, <FilePath key="disk" path={definition.disk.path} />],
          [ui.detail.diskFormat, `${definition.disk.format}, ${definition.disk.bus}`],
          [ui.detail.process, pid ?? "–"],
          [ui.detail.created, ui.unit.time(Date.parse(definition.createdAt))],
        ]}
      />
    </details>
  );
}
