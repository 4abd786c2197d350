import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { TemplateView } from "../../../electron/contract/template/template.ts";

/** A template with its clones. */
export interface TemplateNode {
  readonly template: TemplateView;
  readonly clones: readonly CloneNode[];
}

/** A clone of a template, with the templates that were made from it. */
export interface CloneNode {
  readonly name: string;
  /** Null if its definition cannot be read. */
  readonly machine: MachineView | null;
  readonly templates: readonly TemplateNode[];
}

/**
 * Builds the tree of templates: a template made from a clone stands below that clone, all others are
 * roots. Each template occurs exactly once.
 */
export function growTree(
  templates: readonly TemplateView[],
  machines: readonly MachineView[],
): readonly TemplateNode[] {
  const placed = new Set<string>();

  function grow(template: TemplateView): TemplateNode {
    placed.add(template.id);
    const clones = template.clones.map((name): CloneNode => {
      const machine = machines.find((each) => each.name === name) ?? null;
      const made = templates.filter((each) => parentOf(each) === name && !placed.has(each.id));
      return { name, machine, templates: made.map(grow) };
    });
    return { template, clones };
  }

  const cloned = new Set(templates.flatMap(({ clones }) => clones));
  const isRoot = (template: TemplateView) => !cloned.has(parentOf(template) ?? "");
  const roots = templates.filter(isRoot).map(grow);
  // Names that were reused can form a cycle: templates that no root reaches become roots.
  const rest: TemplateNode[] = [];
  for (const template of templates) if (!placed.has(template.id)) rest.push(grow(template));
  return [...roots, ...rest];
}

/** Returns the name of the machine that a template was made from; null if it was not. */
function parentOf({ definition }: TemplateView): string | null {
  return definition.source.kind === "machine" ? definition.source.name : null;
}
