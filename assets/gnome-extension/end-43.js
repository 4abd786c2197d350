class VirtrayExtension {
  enable() {
    this._entry = new VirtrayEntry(ExtensionUtils.getCurrentExtension().path);
    // The shell of these versions has no function for entries from outside.
    const panel = Main.panel.statusArea.quickSettings;
    panel._indicators.add_child(this._entry);
    panel._addItems(this._entry.quickSettingsItems);
  }

  disable() {
    this._entry.destroy();
    this._entry = null;
  }
}

/** The shell calls it by its name. */
function init() {
  return new VirtrayExtension();
}
