/** What the demo traffic does right now. */
export interface DemoTrafficStatus {
  /** Whether this process has any that could be switched on. */
  available: boolean;
  /** The user's switch; it is remembered. */
  enabled: boolean;
  /** Whether calls are being sent now. */
  running: boolean;
  /** Why not, in a sentence a user can read. */
  pausedBecause?: string;
  /** How many are sent at this time of day; 0 while none are. */
  callsPerSecond: number;
  /** Calls sent since the start of this process. */
  callsSent: number;
}

/** The running demo traffic as others may use it: look and switch. */
export interface DemoTraffic {
  setEnabled(enabled: boolean): void;
  status(): DemoTrafficStatus;
}
