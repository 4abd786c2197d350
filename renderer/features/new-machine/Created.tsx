import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { CopyLine } from "../../components/CopyLine.tsx";
import { navigate } from "../../dashboard/route.ts";
import { sshCommand } from "../machine/machine-actions.ts";
import type { Proposal } from "./proposal.ts";
import { StaticSettings } from "./StaticSettings.tsx";

/** A machine that was just made, with the command that logs in to it. */
export function Created(props: {
  readonly machine: MachineView;
  readonly network: Proposal["network"];
  readonly onMore: () => void;
}) {
  const { machine } = props;
  const { ui } = useWords();
  const { created } = ui;
  const isInstalling = machine.definition.cdrom !== undefined;
  return (
    <section className="card form" aria-live="polite">
      <h2 className="created-title">{created.title(machine.name)}</h2>
      {isInstalling ? (
        <p>{created.install}</p>
      ) : (
        <>
          <p className="dim">{created.ssh}</p>
          <CopyLine label={ui.detail.ssh} text={sshCommand(machine)} />
        </>
      )}
      {machine.definition.seed === undefined && (
        <StaticSettings address={machine.address} network={props.network} />
      )}
      <div className="form-foot form-foot-end">
        <button type="button" className="button" onClick={props.onMore}>
          {created.more}
        </button>
        <button
          type="button"
          className="button button-primary"
          onClick={() =>
            navigate({
              page: "machines",
              machine: machine.id,
              ...(isInstalling ? { tab: "console" } : {}),
            })
          }
        >
          {isInstalling ? created.console : created.show}
        </button>
      </div>
    </section>
  );
}
