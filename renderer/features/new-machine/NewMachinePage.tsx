import { Disc3, FileBox, HardDrive, Layers, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Tiles } from "../../components/Tiles.tsx";
import { navigate } from "../../dashboard/route.ts";
import type { Origin } from "../machine/hardware-draft.ts";
import { ComputerField } from "./ComputerField.tsx";
import { Created } from "./Created.tsx";
import { FarMachineForm } from "./FarMachineForm.tsx";
import { FromTemplateForm } from "./FromTemplateForm.tsx";
import { NewMachineForm } from "./NewMachineForm.tsx";
import { type Proposal, unknownLimit } from "./proposal.ts";

/** The proposal until main has answered. */
const unknown: Proposal = {
  address: null,
  mostMemoryMiB: unknownLimit,
  mostCpus: unknownLimit,
  network: { netmask: "", broadcast: "", gateway: "" },
};

type Source = "template" | Origin;

const icons: Readonly<Record<Source, LucideIcon>> = {
  template: Layers,
  file: FileBox,
  cd: Disc3,
  device: HardDrive,
};
const sources = ["template", "file", "cd", "device"] as const;

/** The page that makes machines: from a template, a disk image, a CD, or a disk of this computer. */
export function NewMachinePage(props: { readonly wanted: string | undefined }) {
  const { machines, templates, settings } = useAppState();
  const { devices, ui } = useWords();
  const { create, fromTemplate } = ui;
  const [computer, setComputer] = useState("");
  const [chosen, setOrigin] = useState<Source | null>(null);
  const [proposal, setProposal] = useState(unknown);
  const [created, setCreated] = useState<string | null>(null);
  useEffect(() => {
    if (created !== null) return;
    void bridge.call("machine.propose", undefined).then((answer) => {
      if (answer.ok) setProposal(answer.value);
    });
  }, [created]);
  const hasTemplates = templates.some(({ problem }) => problem === null);
  const origin = chosen ?? (hasTemplates ? "template" : "file");
  const machine = machines.find(({ id }) => id === created);
  if (created !== null) {
    return (
      <div className="sheet">
        <h1>{create.title}</h1>
        {machine !== undefined && (
          <Created machine={machine} network={proposal.network} onMore={() => setCreated(null)} />
        )}
      </div>
    );
  }
  const names = settings.computers.map(({ name }) => name);
  const there = names.find((name) => name === computer);
  const choice = names.length > 0 && (
    <ComputerField names={names} value={there ?? ""} onChange={setComputer} />
  );
  if (there !== undefined) {
    return (
      <div className="sheet new-machine">
        <h1>{create.title}</h1>
        {choice}
        <FarMachineForm key={there} computer={there} proposal={proposal} />
      </div>
    );
  }
  const intros: Readonly<Record<Source, string>> = {
    template: fromTemplate.intro,
    file: create.intro,
    cd: create.cdIntro,
    device: devices.intro,
  };
  return (
    <div className="sheet new-machine">
      <h1>{create.title}</h1>
      {choice}
      <Tiles
        label={fromTemplate.origin}
        name="origin"
        isDense={true}
        tiles={sources.map((source) => ({
          value: source,
          title: fromTemplate.origins[source],
          icon: icons[source],
        }))}
        value={origin}
        onChange={setOrigin}
      />
      <p className="dim">{intros[origin]}</p>
      {origin !== "template" ? (
        <NewMachineForm key={origin} from={origin} proposal={proposal} onCreated={setCreated} />
      ) : hasTemplates ? (
        <FromTemplateForm
          wanted={props.wanted}
          proposal={proposal}
          there={null}
          onCreated={setCreated}
        />
      ) : (
        <div className="empty">
          {fromTemplate.none}
          <button
            type="button"
            className="button button-primary"
            onClick={() => navigate({ page: "templates" })}
          >
            {fromTemplate.toTemplates}
          </button>
        </div>
      )}
    </div>
  );
}
