/** The outcome for the machines after the computer's sleep. */
export interface WakeReport {
  /** How many were paused for the sleep and resumed. */
  readonly resumed: number;
  /** How many of these have the right time again, by their guest agent. */
  readonly clocksSet: number;
}
