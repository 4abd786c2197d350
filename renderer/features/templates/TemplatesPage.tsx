import { Plus } from "lucide-react";
import { useState } from "react";
import type { Job } from "../../../electron/contract/app/state.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { JobRow } from "../jobs/JobRow.tsx";
import { jobsTitle } from "../jobs/job-standing.ts";
import { AddTemplateForm } from "./AddTemplateForm.tsx";
import { growTree } from "./lineage.ts";
import { TemplateItem } from "./TemplateItem.tsx";

/** Returns whether the page shows a job itself. */
export function isOfTemplates({ kind }: Job): boolean {
  return kind === "template-add" || kind === "template-warm";
}

/** All templates as a tree with their clones, and the form for a new one. */
export function TemplatesPage() {
  const { templates, brokenTemplates, machines, jobs } = useAppState();
  const words = useWords();
  const { ui } = words;
  const [isAdding, setAdding] = useState(false);
  const making = jobs.filter(isOfTemplates);
  const isEmpty = templates.length + brokenTemplates.length + making.length === 0;
  const add = (
    <button type="button" className="button button-primary" onClick={() => setAdding(true)}>
      <Plus size={16} aria-hidden="true" />
      {ui.templates.add}
    </button>
  );
  return (
    <div className="sheet">
      <div className="sheet-head">
        <h1>{ui.templates.title}</h1>
        {!isAdding && !isEmpty && add}
      </div>
      <p className="dim">{ui.templates.intro}</p>
      {isAdding && <AddTemplateForm onClose={() => setAdding(false)} />}
      {making.length > 0 && (
        <ul className="card stack" aria-label={jobsTitle(making, words)}>
          {making.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
      {brokenTemplates.map(({ id, problem }) => (
        <Trouble key={id} level="error" about={problem} />
      ))}
      {isEmpty && !isAdding ? (
        <div className="empty">
          <strong>{ui.templates.emptyTitle}</strong>
          {ui.templates.emptyHint}
          {add}
        </div>
      ) : (
        <ul className="template-tree" aria-label={ui.templates.title}>
          {growTree(templates, machines).map((node) => (
            <TemplateItem key={node.template.id} node={node} />
          ))}
        </ul>
      )}
    </div>
  );
}
