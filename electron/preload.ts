import { contextBridge, ipcRenderer, webUtils } from "electron";
import {
  type ChannelName,
  callWire,
  channelNames,
  type PushName,
  portWire,
  pushNames,
  pushWire,
} from "./contract/channels/names.ts";

/**
 * The bridge to the pages: passes on the channels of the table only. Payloads are parsed in main,
 * which trusts no page.
 */
contextBridge.exposeInMainWorld("virtray", {
  call(channel: ChannelName, request: unknown): Promise<unknown> {
    if (!channelNames.includes(channel)) throw new Error("no such channel");
    return ipcRenderer.invoke(callWire(channel), request);
  },
  pathOf: (file: File) => webUtils.getPathForFile(file),
  on(push: PushName, listener: (value: unknown) => void): () => void {
    if (!pushNames.includes(push)) throw new Error("no such push");
    const wire = pushWire(push);
    const pass = (_event: unknown, value: unknown) => listener(value);
    ipcRenderer.on(wire, pass);
    return () => {
      ipcRenderer.removeListener(wire, pass);
    };
  },
});

// A port cannot pass the bridge. Only this page receives its own messages.
ipcRenderer.on(portWire, (event, name: string) => {
  window.postMessage({ [portWire]: name }, "*", [...event.ports]);
});
