export default class VirtrayExtension extends Extension {
  enable() {
    this._entry = new VirtrayEntry(this.path);
    Main.panel.statusArea.quickSettings.addExternalIndicator(this._entry);
  }

  disable() {
    this._entry.destroy();
    this._entry = null;
  }
}
