import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { viewForwards } from "../../../electron/contract/app/forward-view.ts";
import { lanDomain } from "../../../electron/contract/lan/network.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { GuestSetup } from "../../../electron/contract/machine/setup.ts";
import { nameChoice } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Facts } from "../../components/Facts.tsx";
import { useCopied, useCopying } from "../../hooks/use-copied.ts";
import { useNow } from "../../hooks/use-now.ts";

/** TCP port of VNC display 0 (RFC 6143: 5900). */
const firstVncPort = 5900;

/** How a machine is reached, and how it reaches the rest of the world. */
export function ReachFacts({ machine }: { readonly machine: MachineView }) {
  const { definition } = machine;
  const { lan, uplink } = useAppState();
  const words = useWords();
  const { hardware, ui } = words;
  const { network, vncDisplay } = definition;
  const forwards = viewForwards(machine, lan, uplink);
  const hasName = lan.settings.addressing === "served";
  return (
    <Facts
      title={ui.detail.reach}
      facts={[
        [
          hardware.address.name,
          <Copied key="address" text={machine.address}>
            {machine.address}
          </Copied>,
        ],
        ...(hasName
          ? [
              fact(
                ui.create.name,
                <Copied text={`${machine.name}.${lanDomain}`}>
                  {machine.name}.<wbr />
                  {lanDomain}
                </Copied>,
              ),
            ]
          : []),
        ...(machine.pid === null
          ? []
          : [fact(ui.detail.reachability, <Reachability machine={machine} />)]),
        ...(machine.setup === null ? [] : [fact(ui.setup.title, <Setup setup={machine.setup} />)]),
        [
          ui.detail.uplink,
          network.uplink === undefined
            ? ui.detail.asLan(uplink.active ?? ui.network.nothingLeaves)
            : nameChoice(words, network.uplink),
        ],
        ...forwards.map(({ here, port, hostPort, protocol }, index) =>
          fact(
            index === 0 ? ui.detail.forwards : "",
            <span key={`${protocol}${hostPort}`} className="mono">
              {`${here[0]} → ${port}`}
            </span>,
          ),
        ),
        ...(vncDisplay === null
          ? []
          : [fact(hardware.vncDisplay.name, <Vnc machine={machine} display={vncDisplay} />)]),
      ]}
    />
  );
}

function fact(name: string, value: ReactNode) {
  return [name, value] as const;
}

/** A text, which may wrap where it is told to, with a button that copies it. */
function Copied({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  const { ui } = useWords();
  const { copied, copy } = useCopied(text);
  const Icon = copied ? Check : Copy;
  return (
    <span className="copied">
      <span className="mono">{children}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={ui.actions.copyAddress(text)}
        title={copied ? ui.actions.copied : ui.actions.copy}
        onClick={copy}
      >
        <Icon size={14} aria-hidden="true" />
      </button>
      <span className="unseen" aria-live="polite">
        {copied && ui.actions.copied}
      </span>
    </span>
  );
}

function Reachability({ machine: { reachable, status } }: { readonly machine: MachineView }) {
  const { lan } = useAppState();
  const { ui } = useWords();
  if (reachable === null) {
    const isSoonKnown = status === "running" && lan.status === "on";
    return isSoonKnown ? ui.detail.notKnownYet : ui.detail.notKnown;
  }
  if (!reachable) return <span className="warn">{ui.detail.notReachable}</span>;
  return (
    <span className="answers">
      <Check size={14} aria-hidden="true" />
      {ui.detail.reachable}
    </span>
  );
}

function Setup({ setup }: { readonly setup: GuestSetup }) {
  const { ui } = useWords();
  const isOn = setup.stage === "setting-up";
  const now = useNow(isOn);
  if (isOn) {
    const seconds = Math.max(0, Math.floor((now - setup.since) / 1000));
    return ui.setup.settingUp(ui.setup.step[setup.step], seconds);
  }
  return setup.stage === "failed" ? (
    <span className="warn">{ui.setup.failed(setup.line)}</span>
  ) : (
    ui.setup.stage[setup.stage]
  );
}

function Vnc(props: { readonly machine: MachineView; readonly display: number }) {
  const { id, pid, problem } = props.machine;
  const { ui } = useWords();
  const { copied, copy } = useCopying(() => bridge.call("machine.copy-vnc-password", { id }));
  return (
    <>
      {ui.detail.displayAt(firstVncPort + props.display)}
      {/* Main copies it, so that no page holds it. */}
      {pid !== null && problem?.code !== "vnc-open" && (
        <>
          {" · "}
          <button type="button" className="link-button" onClick={copy}>
            <span aria-live="polite">{copied ? ui.actions.copied : ui.detail.copyPassword}</span>
          </button>
        </>
      )}
    </>
  );
}
