/** What a running machine has used up to a moment; rates are the differences of two of these. */
export interface MachineUsage {
  /** Milliseconds since an unchanging point in the past. */
  readonly at: number;
  /** Processor time of the whole process, of all its threads. */
  readonly processorSeconds: number;
  /** What the guest, and QEMU itself, hold of the host's memory now. */
  readonly memoryBytes: number;
  readonly diskReadBytes: number;
  readonly diskWrittenBytes: number;
  /** Seen from the guest; null while its cable is out, or the switch does not count. */
  readonly netReceivedBytes: number | null;
  readonly netSentBytes: number | null;
}
