import { join } from "node:path";
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from "electron";
import type { AppState } from "../../contract/app/state.ts";
import type { TrayAction } from "../../contract/app/tray-action.ts";
import type { AppWords } from "../../contract/base/languages.ts";
import type { Words } from "../../contract/words/en/english.ts";
import {
  buildStartMenu,
  buildTrayMenu,
  type TrayItem,
  type TrayStatus,
  trayStatus,
  trayTooltip,
} from "../../core/app/tray-menu.ts";

export interface TrayParts {
  /** The folder with the drawn icons. */
  readonly assets: string;
  readonly clicked: () => void;
  readonly act: (action: TrayAction) => void;
}

export interface TrayFace {
  /** Puts the icon into the panel before the state is known. */
  appear(why: "starting" | "failed", words: AppWords): void;
  /** Draws a state. */
  show(state: AppState, words: Words): void;
  /** Creates the icon again: one that was created without a host never appears. */
  renew(): void;
  remove(): void;
}

/** The icon's state. */
interface Picture {
  readonly status: TrayStatus;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** The parts of a new icon, as texts to compare. */
const nothing = { status: "", tooltip: "", menu: "" };

/** The icon in the panel with its menu. */
export function createTrayFace(parts: TrayParts): TrayFace {
  const images = new Map<TrayStatus, Electron.NativeImage>();
  let tray: Tray | null = null;
  let shown: Picture | null = null;
  let drawn = nothing;

  function image(status: TrayStatus): Electron.NativeImage {
    const known = images.get(status);
    if (known !== undefined) return known;
    const made = nativeImage.createFromPath(join(parts.assets, `tray-${status}.png`));
    images.set(status, made);
    return made;
  }

  function make(status: TrayStatus): Tray {
    const made = new Tray(image(status));
    made.on("click", parts.clicked);
    drawn = { ...nothing, status };
    return made;
  }

  function draw(): void {
    if (shown === null) return;
    const { status, tooltip, items } = shown;
    const menu = JSON.stringify(items);
    tray ??= make(status);
    if (status !== drawn.status) tray.setImage(image(status));
    if (tooltip !== drawn.tooltip) tray.setToolTip(tooltip);
    // A changed item is exported only with its whole menu; replacing an unchanged one could close
    // it under the user.
    if (menu !== drawn.menu) tray.setContextMenu(Menu.buildFromTemplate(items.map(template)));
    drawn = { status, tooltip, menu };
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
        // The toolkit has toggled the item by itself, even if the request fails.
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
    appear(why, words) {
      const status = why === "starting" ? "busy" : "attention";
      shown = { status, tooltip: words[why], items: buildStartMenu(words[why], words) };
      draw();
    },
    show(state, words) {
      const tooltip = trayTooltip(state, words);
      shown = { status: trayStatus(state), tooltip, items: buildTrayMenu(state, words) };
      draw();
    },
    renew() {
      remove();
      draw();
    },
    remove,
  };
}
