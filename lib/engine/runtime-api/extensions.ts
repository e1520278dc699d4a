import { randomUUID } from "node:crypto";

type ExtensionEventType = "INVOKE" | "SHUTDOWN";

/** AWS's words for where an extension is in its life; they are in the log and in refusals. */
type ExtensionState =
  | "Started"
  | "Registered"
  | "Ready"
  | "Running"
  | "InitError"
  | "ExitError"
  | "Exited";

interface Extension {
  id: string;
  name: string;
  external: boolean;
  state: ExtensionState;
  events: ExtensionEventType[];
  /** What it said of its own failure. */
  errorType?: string;
  /** Answers its `event/next`. */
  send?: (event: ExtensionEvent) => void;
}

export type ExtensionEvent =
  | {
      eventType: "INVOKE";
      deadlineMs: number;
      requestId: string;
      invokedFunctionArn: string;
      tracing: { type: "X-Amzn-Trace-Id"; value: string };
    }
  | { eventType: "SHUTDOWN"; shutdownReason: ShutdownReason; deadlineMs: number };

/** What of an invocation its extensions are told. */
interface Invoked {
  deadlineMs: number;
  requestId: string;
  invokedArn: string;
  traceHeader: string;
}

export type ShutdownReason = "spindown" | "timeout" | "failure";

/** What registering tells an extension of its function. */
export interface ExtendedFunction {
  accountId: string;
  functionName: string;
  functionVersion: string;
  handler: string;
}

/** Why a call of the Extensions API is refused; always with 403. */
export class ExtensionRefusal extends Error {
  constructor(
    readonly errorType: string,
    message: string,
  ) {
    super(message);
  }
}

/** AWS's limit for a function, external and internal ones together. */
export const maximumExtensions = 10;

/**
 * The extensions of one started runtime: the states, the events and the refusals of AWS's Extensions API,
 * 2020-01-01, as its runtime interface emulator has them. External ones are known by their files before
 * they register; internal ones, parts of the runtime's own process, by registering.
 */
export class Extensions {
  readonly #all: Extension[];
  #open = true;
  #end: ExtensionEvent | undefined;
  #onChange: () => void = () => undefined;
  /** What an extension said first went wrong; the end of a process is told by that name. */
  fatalErrorType: string | undefined;

  constructor(
    readonly externalNames: readonly string[],
    readonly facts: ExtendedFunction,
  ) {
    this.#all = externalNames.map((name) => newExtension(name, true));
  }

  /** Says whom to call when one has registered or waits for its next event. */
  watch(onChange: () => void): void {
    this.#onChange = onChange;
  }

  get any(): boolean {
    return this.#all.length > 0;
  }

  /** The runtime starts when all external ones have registered. */
  get registered(): boolean {
    return this.#all.every(({ state }) => state !== "Started");
  }

  /** Init, and an invocation, are over when each one that takes part waits for its next event. */
  get ready(): boolean {
    return this.#all.every(({ state }) => state === "Ready");
  }

  /** What the log says of each one when init is over. */
  get states(): { name: string; state: string; events: readonly string[]; errorType?: string }[] {
    return this.#all.map(({ name, state, events, errorType }) => ({
      name,
      state,
      events,
      ...(errorType !== undefined && { errorType }),
    }));
  }

  /** Init is over: no more can register. */
  closeRegistration(): void {
    this.#open = false;
  }

  /** Returns the identifier that its further calls carry. */
  register(name: string, events: readonly unknown[]): string {
    const known = this.#all.find((extension) => extension.external && extension.name === name);
    for (const event of events) checkEvent(event, known !== undefined);
    const extension = known ?? this.#admitInternal(name);
    if (extension.state !== "Started") throw wrongState(extension, "Registered", extension.name);
    extension.events = [...new Set(events as ExtensionEventType[])];
    extension.state = "Registered";
    this.#onChange();
    return extension.id;
  }

  /** Waits for the next event, which `send` delivers. */
  next(id: string, send: (event: ExtensionEvent) => void): void {
    const extension = this.#find(id, `Unknown extension ${id}`);
    if (extension.state !== "Registered" && extension.state !== "Running")
      throw wrongState(extension, "Ready", id);
    extension.state = "Ready";
    extension.send = send;
    // One that had been busy when the environment began to end is told now.
    if (this.#end && extension.events.includes("SHUTDOWN")) deliver(extension, this.#end);
    else this.#onChange();
  }

  /** It says that it could not initialise, or has to end; only the first such word counts. */
  fail(id: string, phase: "init" | "exit", errorType: string): void {
    const extension = this.#find(id, "Unknown Lambda-Extension-Identifier");
    const to = phase === "init" ? "InitError" : "ExitError";
    const from: readonly ExtensionState[] =
      phase === "init" ? ["Registered", to] : ["Registered", "Ready", "Running", to];
    if (!from.includes(extension.state))
      throw wrongState(extension, phase === "init" ? "InitError" : "Exited", id);
    if (extension.state !== to) extension.errorType = errorType;
    extension.state = to;
    this.fatalErrorType ??= `Extension.${to}`;
  }

  /** Hands an invocation to all that have subscribed to such events. */
  invoke(invocation: Invoked): void {
    const { deadlineMs, requestId, invokedArn, traceHeader } = invocation;
    const event: ExtensionEvent = {
      eventType: "INVOKE",
      deadlineMs,
      requestId,
      invokedFunctionArn: invokedArn,
      tracing: { type: "X-Amzn-Trace-Id", value: traceHeader },
    };
    for (const extension of this.#all)
      if (extension.events.includes("INVOKE")) deliver(extension, event);
  }

  /** Tells all that have subscribed that the environment ends; returns the names of those external ones. */
  shutDown(event: ExtensionEvent & { eventType: "SHUTDOWN" }): string[] {
    const told = this.#all.filter(
      ({ events, external }) => external && events.includes("SHUTDOWN"),
    );
    this.#end = event;
    for (const extension of told) deliver(extension, event);
    return told.map(({ name }) => name);
  }

  /** The process of an external one has ended. */
  exited(name: string): void {
    const extension = this.#all.find((one) => one.external && one.name === name);
    if (!extension) return;
    if (extension.state !== "InitError" && extension.state !== "ExitError")
      extension.state = "Exited";
    delete extension.send;
  }

  #admitInternal(name: string): Extension {
    if (!this.#open)
      throw new ExtensionRefusal(
        "Extension.RegistrationClosed",
        "Extension registration closed already",
      );
    if (this.#all.length >= maximumExtensions)
      throw new ExtensionRefusal(
        "Extension.TooManyExtensions",
        `Extension limit (${maximumExtensions}) reached`,
      );
    if (this.#all.some((extension) => extension.name === name))
      throw new ExtensionRefusal(
        "Extension.InvalidExtensionState",
        "Extension with this name already registered",
      );
    const extension = newExtension(name, false);
    this.#all.push(extension);
    return extension;
  }

  #find(id: string, refusal: string): Extension {
    const extension = this.#all.find((one) => one.id === id);
    if (!extension) throw new ExtensionRefusal("Extension.UnknownExtensionIdentifier", refusal);
    return extension;
  }
}

function newExtension(name: string, external: boolean): Extension {
  return { id: randomUUID(), name, external, state: "Started", events: [] };
}

/** Only one that waits gets an event; one that does not is not asked to. */
function deliver(extension: Extension, event: ExtensionEvent): void {
  if (extension.state !== "Ready" || !extension.send) return;
  const { send } = extension;
  delete extension.send;
  extension.state = "Running";
  send(event);
}

function checkEvent(event: unknown, external: boolean): void {
  if (event === "INVOKE" || (event === "SHUTDOWN" && external)) return;
  const problem =
    event === "SHUTDOWN"
      ? "ShutdownEventNotSupportedForInternalExtension"
      : "ErrorInvalidEventType";
  throw new ExtensionRefusal("Extension.InvalidEventType", `${String(event)}: ${problem}`);
}

function wrongState({ state }: Extension, to: ExtensionState, named: string): ExtensionRefusal {
  return new ExtensionRefusal(
    "Extension.InvalidExtensionState",
    `State transition from ${state} to ${to} failed for extension ${named}. Error: State transition is not allowed`,
  );
}
