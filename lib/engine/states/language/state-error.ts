/** A failure of a state, by the name that Retry and Catch compare. */
export class StateError extends Error {
  constructor(
    /** `States.Timeout`, `Lambda.ServiceException`, or what a function calls its error. */
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
    this.name = "StateError";
  }
}

export const runtimeError = (cause: string): StateError => new StateError("States.Runtime", cause);
