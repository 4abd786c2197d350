/** The outcome for the machines after the computer's sleep. */
export interface WakeReport {
  /** The number of machines that were paused for the sleep and resumed. */
  readonly resumed: number;
  /** The number of these whose guest agent has set the right time. */
  readonly clocksSet: number;
}
