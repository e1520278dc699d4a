/** A failure of a state, by the name that Retry and Catch compare. */
export class StateError extends Error {
  /** The attempts that it ended, from the innermost on: where a redrive goes on. */
  readonly endedAttempts: string[] = [];

  constructor(
    /** `States.Timeout`, `Lambda.ServiceException`, or what a function calls its error. */
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
    this.name = "StateError";
  }
}

/** A failure of the language itself: of a path, an expression, or a value that does not fit its field. */
export class LanguageError extends StateError {
  /** The state it happened in, once that is known. AWS names it where the execution fails. */
  state: { name: string; eventId: number } | undefined;
}

/** A path that leads nowhere. AWS says States.Runtime of it, where the language's specification has a name for it. */
export class MissingPath extends LanguageError {
  constructor(cause: string) {
    super("States.Runtime", cause);
  }
}

/** A JSONata expression that failed, or came to what its field cannot take. */
export class QueryError extends LanguageError {
  constructor(
    cause: string,
    /** The field's place in its state: `Output/a[0]`. */
    readonly location: string,
  ) {
    super("States.QueryEvaluationError", cause);
  }
}

export const runtimeError = (cause: string): StateError =>
  new LanguageError("States.Runtime", cause);

/** The cause of an execution that failed with this error. */
export function causeOf(error: StateError): string {
  if (!(error instanceof LanguageError) || !error.state) return error.cause;
  const { name, eventId } = error.state;
  return `An error occurred while executing the state '${name}' (entered at the event id #${eventId}). ${error.cause}`;
}
