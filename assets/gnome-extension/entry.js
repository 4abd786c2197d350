/** Where the application answers; electron/shell/shell-service.ts is the other side. */
const busName = "io.github.virtray.Virtray";
const busPath = "/io/github/virtray/Virtray";
const ShellProxy = Gio.DBusProxy.makeProxyWrapper(`
<node>
  <interface name="io.github.virtray.Shell1">
    <method name="GetFace"><arg type="s" direction="out"/></method>
    <method name="Act"><arg type="s" direction="in"/></method>
    <signal name="FaceChanged"><arg type="s"/></signal>
  </interface>
</node>`);

/** The toggle in the quick settings with its menu: it draws what the application says. */
const VirtrayToggle = GObject.registerClass(
  class VirtrayToggle extends QuickSettings.QuickMenuToggle {
    _init(icon, act) {
      super._init({ gicon: icon, toggleMode: false });
      // GNOME 43 calls a toggle's title its label, and has no subtitle.
      if ("title" in this) this.title = "Virtray";
      else this.label = "Virtray";
      this._act = act;
      this._icon = icon;
      this._drawn = "";
      this._isOn = false;
      this.connect("clicked", () => act({ do: "lan", on: !this._isOn }));
    }

    draw(face) {
      this._isOn = face.isOn;
      this.checked = face.isOn;
      this.reactive = face.canSwitch;
      if ("subtitle" in this) this.subtitle = face.subtitle;
      this.menu.setHeader(this._icon, "Virtray", face.subtitle);
      const items = JSON.stringify(face.items);
      // An unchanged menu stays as it is: it may be open.
      if (items === this._drawn) return;
      this._drawn = items;
      const open = this.menu
        ._getMenuItems()
        .filter((item) => item.menu?.isOpen)
        .map((item) => item.virtrayKey);
      this.menu.removeAll();
      this._fill(this.menu, face.items, open);
    }

    _fill(menu, items, open) {
      for (const item of items) {
        if (item.type === "separator") {
          menu.addMenuItem(new PopupMenu.PopupSeparatorMenuItem());
        } else if (item.type === "submenu") {
          const below = new PopupMenu.PopupSubMenuMenuItem(item.label);
          // A machine's state is part of its label, its name is not changed by it.
          below.virtrayKey = item.label.split(" · ")[0];
          menu.addMenuItem(below);
          this._fill(below.menu, item.items, []);
          if (open.includes(below.virtrayKey)) below.menu.open(false);
        } else {
          menu.addMenuItem(this._line(item));
        }
      }
    }

    _line({ type, label, checked, enabled, action }) {
      const line = new PopupMenu.PopupMenuItem(label);
      const { CHECK, DOT, NONE } = PopupMenu.Ornament;
      if (type !== "normal") line.setOrnament(!checked ? NONE : type === "radio" ? DOT : CHECK);
      line.setSensitive(enabled !== false);
      line.connect("activate", () => {
        if (action.do === "copy") {
          // A program without the focus cannot reach the clipboard on Wayland, the shell can.
          St.Clipboard.get_default().set_text(St.ClipboardType.CLIPBOARD, action.text);
        } else {
          this._act(action);
        }
      });
      return line;
    }
  },
);

/** Follows the application on the bus: the toggle is there while it runs. */
const VirtrayEntry = GObject.registerClass(
  class VirtrayEntry extends QuickSettings.SystemIndicator {
    _init(folder) {
      super._init();
      const icon = Gio.icon_new_for_string(`${folder}/icons/virtray-symbolic.svg`);
      this._indicator = this._addIndicator();
      this._indicator.gicon = icon;
      this._indicator.visible = false;
      this._toggle = new VirtrayToggle(icon, (action) => this._act(action));
      this._toggle.visible = false;
      this.quickSettingsItems.push(this._toggle);
      this._cancellable = new Gio.Cancellable();
      this._proxy = new ShellProxy(
        Gio.DBus.session,
        busName,
        busPath,
        (_proxy, error) => {
          if (error === null) this._follow();
        },
        this._cancellable,
        Gio.DBusProxyFlags.DO_NOT_AUTO_START | Gio.DBusProxyFlags.DO_NOT_LOAD_PROPERTIES,
      );
    }

    _follow() {
      this._changed = this._proxy.connectSignal("FaceChanged", (_proxy, _sender, [face]) =>
        this._draw(face),
      );
      this._owner = this._proxy.connect("notify::g-name-owner", () => this._look());
      this._look();
    }

    _look() {
      if (this._proxy.g_name_owner === null) {
        this._show(false);
        return;
      }
      this._proxy.GetFaceRemote((answer, error) => {
        // It may have ended between the look and the answer.
        if (error === null || error === undefined) this._draw(answer[0]);
      }, this._cancellable);
    }

    _draw(text) {
      if (this._toggle === null) return;
      const face = JSON.parse(text);
      this._toggle.draw(face);
      this._indicator.visible = face.isOn;
      this._show(true);
    }

    _show(isThere) {
      if (this._toggle === null) return;
      this._toggle.visible = isThere;
      if (!isThere) this._indicator.visible = false;
    }

    _act(action) {
      this._proxy.ActRemote(JSON.stringify(action), () => {});
      Main.panel.closeQuickSettings();
    }

    destroy() {
      this._cancellable.cancel();
      if (this._owner !== undefined) this._proxy.disconnect(this._owner);
      if (this._changed !== undefined) this._proxy.disconnectSignal(this._changed);
      // The shell keeps a toggle's menu apart from it, and beyond its end.
      this._toggle.menu.destroy();
      this._toggle.destroy();
      this._toggle = null;
      super.destroy();
    }
  },
);
