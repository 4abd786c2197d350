/**
 * The names of all channels, apart from their schemas: the preload script checks names and must
 * not carry a schema library. `table.ts` does not compile unless it has exactly these.
 */
export const channelNames = [
  "state.get",
  "lan.up",
  "lan.down",
  "lan.change",
  "uplink.set",
  "uplink.undo",
  "machine.add",
  "machine.propose",
  "machine.start",
  "machine.stop",
  "machine.kill",
  "machine.restart",
  "machine.pause",
  "machine.resume",
  "machine.suspend",
  "machine.boot",
  "machine.discard",
  "machine.delete",
  "machine.recover",
  "machine.autostart",
  "machine.mark",
  "machine.set-uplink",
  "machine.guest-facts",
  "machine.ports",
  "machine.open-port",
  "machine.log",
  "usage.get",
  "machine.terminal",
  "machine.copy-vnc-password",
  "template.add",
  "template.delete",
  "template.warm",
  "template.cool",
  "template.catalogue",
  "templates.set-folder",
  "folder.pick",
  "machine.create",
  "machine.flatten",
  "address.check",
  "user-data.check",
  "ssh-key.list",
  "ssh-key.make",
  "share.add",
  "share.remove",
  "share.repair",
  "share.pick",
  "snapshot.list",
  "snapshot.take",
  "snapshot.restore",
  "snapshot.delete",
  "disk.list",
  "disk.grow",
  "disk.add",
  "disk.remove",
  "disk.replace",
  "machine.install",
  "device.list",
  "trash.list",
  "trash.restore",
  "trash.empty",
  "machine.rename",
  "machine.set",
  "machine.clone",
  "machine.export",
  "place.forget",
  "lan.renumber",
  "machine.cable",
  "machine.weather",
  "machine.heal",
  "forward.add",
  "forward.remove",
  "machine.path",
  "net.picture",
  "net.remove-traces",
  "net.inventory",
  "disk.pick",
  "disk.inspect",
  "netd.log",
  "console.open",
  "console.picture",
  "clipboard.read",
  "clipboard.write",
  "notice.dismiss",
  "doctor.examine",
  "doctor.repair",
  "doctor.bundle",
  "root.answer",
  "job.cancel",
  "job.retry",
  "settings.set",
  "shortcut.get",
  "window-system.get",
  "login.get",
  "login.set",
  "shell.get",
  "shell.set",
  "window.open",
  "window.hide-popover",
  "window.fit-popover",
  "app.quit",
] as const;
export type ChannelName = (typeof channelNames)[number];

/** The messages that main sends to windows unasked. */
export const pushNames = ["state", "navigate", "popover", "usage"] as const;
export type PushName = (typeof pushNames)[number];

/** The message with which main sends a page a port; the page recognises it by the agreed text. */
export const portWire = "port";

/** Returns the IPC name of a channel between a window and main. */
export function callWire(channel: ChannelName): string {
  return `call:${channel}`;
}

/** Returns the IPC name of a push from main to a window. */
export function pushWire(push: PushName): string {
  return `push:${push}`;
}
