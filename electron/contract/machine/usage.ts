/** The totals of a running machine up to a moment; rates are the differences of two of these. */
export interface MachineUsage {
  /** Milliseconds since a fixed point in the past. */
  readonly at: number;
  /** Processor time of the whole process, of all its threads. */
  readonly processorSeconds: number;
  /** The host's memory that the guest and QEMU itself have now. */
  readonly memoryBytes: number;
  readonly diskReadBytes: number;
  readonly diskWrittenBytes: number;
  /** Seen from the guest; null while its cable is pulled, or if the switch does not count. */
  readonly netReceivedBytes: number | null;
  readonly netSentBytes: number | null;
}
