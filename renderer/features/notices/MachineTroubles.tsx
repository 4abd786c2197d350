import type { Notice } from "../../../electron/contract/app/state.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { Notices } from "./Notices.tsx";

/** A machine's problem and its notices, each error once: a start that failed is told by both. */
export function MachineTroubles(props: {
  readonly machine: MachineView;
  readonly notices: readonly Notice[];
}) {
  const { machine, notices } = props;
  const { id, status, problem } = machine;
  return (
    <>
      {problem !== null && (
        <Trouble level={status === "failed" ? "error" : "warning"} about={problem} machine={id} />
      )}
      <Notices notices={notices.filter(({ about }) => about.code !== problem?.code)} />
    </>
  );
}
