import { formFieldsOn, settingOf } from "../../../electron/contract/machine/hardware.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { describeSetting } from "../../../electron/contract/words/hardware.ts";
import { errorLine, nameChoice } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Facts } from "../../components/Facts.tsx";
import { FilePath } from "../../components/FilePath.tsx";
import { useCopying } from "../../components/use-copied.ts";
import { UsageGraphs } from "../usage/UsageGraphs.tsx";

const factFields = formFieldsOn("set").filter((field) => settingOf(field).isFact === true);

/** TCP port of VNC display 0 (RFC 6143: 5900). */
const firstVncPort = 5900;

/** The facts of a machine's network and hardware, and its usage while it runs. */
export function OverviewTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { definition, reachable, accelerator } = machine;
  const { lan, uplink } = useAppState();
  const words = useWords();
  const { hardware, ui } = words;
  const unknown =
    machine.status === "running" && lan.status === "on"
      ? ui.detail.notKnownYet
      : ui.detail.notKnown;
  const hasPassword =
    machine.pid !== null && definition.vncDisplay !== null && machine.problem?.code !== "vnc-open";
  const mono = (text: string) => <span className="mono">{text}</span>;
  return (
    <div className="cards">
      {machine.pid === null ? (
        <p className="card card-wide dim graph-none">{ui.usage.notRunning}</p>
      ) : (
        <UsageGraphs key={machine.pid} machine={machine} />
      )}
      <Facts
        title={ui.detail.network}
        facts={[
          [hardware.address.name, mono(machine.address)],
          [
            ui.detail.reachability,
            reachable === null ? unknown : reachable ? ui.detail.reachable : ui.detail.notReachable,
          ],
          [ui.detail.mac, mono(machine.mac)],
          [hardware.nic.name, definition.network.nic],
          [
            ui.detail.uplink,
            definition.network.uplink === undefined
              ? ui.detail.asLan(uplink.active ?? ui.network.nothingLeaves)
              : nameChoice(words, definition.network.uplink),
          ],
          [
            hardware.vncDisplay.name,
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
          [hardware.memoryMiB.name, ui.unit.size(definition.memoryMiB * 2 ** 20)],
          ...factFields.map(
            (field) => [hardware[field].name, describeSetting(words, field, definition)] as const,
          ),
          [
            hardware.acceleration.name,
            accelerator === null
              ? describeSetting(words, "acceleration", definition)
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
