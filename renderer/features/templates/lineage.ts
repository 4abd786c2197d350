import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { TemplateView } from "../../../electron/contract/template/template.ts";

/** A template with the machines that hang on it, and the templates that were made of those. */
export interface TemplateNode {
  readonly template: TemplateView;
  readonly clones: readonly CloneNode[];
}

/** A machine that hangs on a template. */
export interface CloneNode {
  readonly name: string;
  /** Null: it cannot be read. */
  readonly machine: MachineView | null;
  readonly templates: readonly TemplateNode[];
}

/**
 * Orders templates by what they were made from. A template stands below the clone that it was made
 * of, as long as there is one; all others are roots. Each stands in the tree exactly once.
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
  // A machine of an old name can lead round in a circle; what was not reached is a root as well.
  const rest: TemplateNode[] = [];
  for (const template of templates) if (!placed.has(template.id)) rest.push(grow(template));
  return [...roots, ...rest];
}

/** The machine that a template was made of. */
function parentOf({ definition }: TemplateView): string | null {
  return definition.source.kind === "machine" ? definition.source.name : null;
}
