import { Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { useWords } from "../app-state.ts";

/** The menu behind a ⋯ button that is named for what it is about; its children are the items. */
export function MoreMenu({ of, children }: { readonly of: string; readonly children: ReactNode }) {
  const { actions } = useWords().ui;
  return (
    // Not modal: a modal menu would add styles that the page's security policy refuses.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label={actions.of(actions.more, of)}>
        <Ellipsis size={16} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** An item of a menu. */
export function MenuItem(props: {
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      className={props.danger === true ? "menu-item menu-item-danger" : "menu-item"}
      disabled={props.disabled ?? false}
      onSelect={props.onSelect}
    >
      {props.children}
    </DropdownMenu.Item>
  );
}
