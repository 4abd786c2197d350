import { join } from "node:path";
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from "electron";
import type { AppState } from "../contract/state.ts";
import type { Words } from "../contract/words/en.ts";
import {
  buildTrayMenu,
  type TrayAction,
  type TrayItem,
  type TrayStatus,
  trayStatus,
  trayTooltip,
} from "../core/tray-menu.ts";

export interface TrayParts {
  /** The folder with the drawn icons. */
  readonly assets: string;
  readonly clicked: () => void;
  readonly act: (action: TrayAction) => void;
}

export interface TrayFace {
  /** Puts the icon into the panel, as busy, before there is a state to draw. */
  appear(): void;
  /** Draws a state. */
  show(state: AppState, words: Words): void;
  /** Makes the icon anew: an icon that was made without a host never appears. */
  renew(): void;
  remove(): void;
}

/** The icon in the panel with its menu. */
export function createTrayFace(parts: TrayParts): TrayFace {
  const images = new Map<TrayStatus, Electron.NativeImage>();
  let tray: Tray | null = null;
  let shown: { readonly state: AppState; readonly words: Words } | null = null;
  let drawn = { status: "", tooltip: "", menu: "" };

  function image(status: TrayStatus): Electron.NativeImage {
    const known = images.get(status);
    if (known !== undefined) return known;
    const made = nativeImage.createFromPath(join(parts.assets, `tray-${status}.png`));
    images.set(status, made);
    return made;
  }

  /** An icon alone: tooltip and menu come with a state. */
  function appear(status: TrayStatus): Tray {
    const made = new Tray(image(status));
    made.on("click", parts.clicked);
    drawn = { status, tooltip: "", menu: "" };
    return made;
  }

  function draw(): void {
    if (shown === null) return;
    const { state, words } = shown;
    const status = trayStatus(state);
    const items = buildTrayMenu(state, words);
    const next = { status, tooltip: trayTooltip(state, words), menu: JSON.stringify(items) };
    tray ??= appear(status);
    if (next.status !== drawn.status) tray.setImage(image(status));
    if (next.tooltip !== drawn.tooltip) tray.setToolTip(next.tooltip);
    // A changed item is exported only with its whole menu; an unchanged one may be open now.
    if (next.menu !== drawn.menu) tray.setContextMenu(Menu.buildFromTemplate(items.map(template)));
    drawn = next;
  }

  function template(item: TrayItem): MenuItemConstructorOptions {
    if (item.type === "separator") return { type: "separator" };
    if (item.type === "submenu") {
      return { type: "submenu", label: item.label, submenu: item.items.map(template) };
    }
    return {
      type: item.type,
      label: item.label,
      enabled: item.enabled ?? true,
      ...(item.checked === undefined ? {} : { checked: item.checked }),
      click: () => {
        parts.act(item.action);
        // The toolkit has toggled the item by itself, whatever becomes of the wish.
        drawn = { ...drawn, menu: "" };
        draw();
      },
    };
  }

  function remove(): void {
    tray?.destroy();
    tray = null;
  }

  return {
    appear() {
      tray ??= appear("busy");
    },
    show(state, words) {
      shown = { state, words };
      draw();
    },
    renew() {
      remove();
      draw();
    },
    remove,
  };
}
