/** The used part of noVNC 1.7 (docs/API.md of the package). */
declare module "@novnc/novnc" {
  /** The part of a WebSocket that noVNC uses. */
  export interface RawChannel {
    send(data: Uint8Array): void;
    close(): void;
    binaryType: string;
    onerror: ((event: unknown) => void) | null;
    onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null;
    onopen: ((event: unknown) => void) | null;
    onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
    readonly protocol: string;
    readonly readyState: "connecting" | "open" | "closing" | "closed";
  }

  class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: RawChannel, options?: { readonly shared?: boolean });
    background: string;
    scaleViewport: boolean;
    showDotCursor: boolean;
    focus(): void;
    blur(): void;
    disconnect(): void;
    sendCtrlAltDel(): void;
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    /** Encodes the current picture. */
    toBlob(callback: (blob: Blob | null) => void, type?: string): void;
  }

  export { RFB as default };
}
