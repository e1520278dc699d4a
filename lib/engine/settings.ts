/** What can be set about the local cloud; every default is AWS's own unless a comment says otherwise. */
export interface EngineSettings {
  accountId: string;
  accountConcurrencyLimit: number;
  /** Kept free of reservations (AWS: 100). */
  unreservedConcurrencyFloor: number;
  /** How long a created or updated function stays Pending or InProgress; AWS takes seconds. */
  settleMs: number;
  /** Idle environments are reclaimed after this long. */
  idleEnvironmentMs: number;
  /** New environments a function may start per 10 s. */
  environmentsPer10Seconds: number;
  /** How long provisioned concurrency is prepared before its environments start (AWS: one to two minutes). */
  provisionedPreparationMs: number;
  /** Provisioned environments that then start in a minute (AWS: 6,000 a function). */
  provisionedPerMinute: number;
  /** CPU in proportion to memory: where it can be kept; or else the engine does not start; or nowhere. */
  cpuQuota: "auto" | "on" | "off";
  /** Kinds of interpreters of which one is started ahead of need; 0: none is. */
  spareInterpreters: number;
}

export const defaultSettings: EngineSettings = {
  accountId: "000000000000",
  accountConcurrencyLimit: 1000,
  unreservedConcurrencyFloor: 100,
  settleMs: 300,
  idleEnvironmentMs: 10 * 60_000,
  environmentsPer10Seconds: 1000,
  provisionedPreparationMs: 0,
  provisionedPerMinute: Infinity,
  cpuQuota: "auto",
  spareInterpreters: 4,
};
