import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { errorLine, nameChoice } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Facts } from "../../components/Facts.tsx";
import { FilePath } from "../../components/FilePath.tsx";
import { useCopying } from "../../components/use-copied.ts";
import { UsageGraphs } from "../usage/UsageGraphs.tsx";

/** TCP port of VNC display 0 (RFC 6143: 5900). */
const firstVncPort = 5900;

/** The facts of a machine's network and hardware, and its usage while it runs. */
export function OverviewTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { definition, reachable, accelerator } = machine;
  const { lan, uplink } = useAppState();
  const words = useWords();
  const { ui } = words;
  const unknown =
    machine.status === "running" && lan.status === "on"
      ? ui.detail.notKnownYet
      : ui.detail.notKnown;
  const hasPassword =
    machine.pid !== null && definition.vncDisplay !== null && machine.problem?.code !== "vnc-open";
  const mono = (text: string) => <span className="mono">{text}</span>;
  return (
    <div className="cards">
      {machine.pid !== null && <UsageGraphs key={machine.pid} machine={machine} />}
      <Facts
        title={ui.detail.network}
        facts={[
          [ui.detail.address, mono(machine.address)],
          [
            ui.detail.reachability,
            reachable === null ? unknown : reachable ? ui.detail.reachable : ui.detail.notReachable,
          ],
          [ui.detail.mac, mono(machine.mac)],
          [ui.detail.nic, definition.network.nic],
          [
            ui.detail.uplink,
            definition.network.uplink === undefined
              ? ui.detail.asLan(uplink.active ?? ui.network.nothingLeaves)
              : nameChoice(words, definition.network.uplink),
          ],
          [
            ui.detail.display,
            definition.vncDisplay === null
              ? ui.detail.noDisplay
              : ui.detail.displayAt(firstVncPort + definition.vncDisplay),
          ],
          ...(hasPassword
            ? [[ui.detail.vncPassword, <CopyVncPassword key="vnc" machine={machine.id} />] as const]
            : []),
        ]}
      />
      <Facts
        title={ui.detail.hardware}
        facts={[
          [ui.detail.memory, ui.unit.size(definition.memoryMiB * 2 ** 20)],
          [ui.detail.cpus, definition.cpus],
          [
            ui.detail.acceleration,
            accelerator === null
              ? ui.detail.accelerationWish[definition.acceleration]
              : ui.detail.accelerator[accelerator.kind],
          ],
          [ui.detail.disk, <FilePath key="disk" path={definition.disk.path} />],
          [ui.detail.diskFormat, `${definition.disk.format}, ${definition.disk.bus}`],
          [ui.detail.process, machine.pid ?? "–"],
          [ui.detail.created, ui.unit.time(Date.parse(definition.createdAt))],
        ]}
      />
      {accelerator !== null && accelerator.reason !== null && (
        <p className="card card-wide dim selectable">{errorLine(words, accelerator.reason)}</p>
      )}
    </div>
  );
}

/** Has main copy the password of a machine's VNC display, so that no page holds it. */
function CopyVncPassword(props: { readonly machine: string }) {
  const { ui } = useWords();
  const { copied, copy } = useCopying(() =>
    bridge.call("machine.copy-vnc-password", { id: props.machine }),
  );
  return (
    <button type="button" className="link-button" onClick={copy}>
      <span aria-live="polite">{copied ? ui.actions.copied : ui.detail.copyPassword}</span>
    </button>
  );
}
