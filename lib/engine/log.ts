/** Where the engine tells what happened; main.ts writes it to standard error. */
export interface EngineLog {
  info(message: string): void;
  /** `cause` is shown with its stack. */
  error(message: string, cause?: unknown): void;
}

export const silentLog: EngineLog = { info() {}, error() {} };

/** One line a message, with the time, to `write` (standard error in the engine's process). */
export function createLineLog(write: (line: string) => void, now: () => number): EngineLog {
  const line = (level: string, message: string): void =>
    write(`${new Date(now()).toISOString()} ${level} ${message}\n`);
  return {
    info: (message) => line("info", message),
    error(message, cause) {
      const detail = cause instanceof Error ? (cause.stack ?? cause.message) : cause;
      line("error", detail === undefined ? message : `${message}: ${String(detail)}`);
    },
  };
}
