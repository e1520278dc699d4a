import type { ChoiceRule } from "./jsonpath/choice-rules.ts";
import type { DataFields } from "./jsonpath/data-flow.ts";
import type { Catcher, Retrier } from "./retry.ts";

export type QueryLanguage = "JSONPath" | "JSONata";

/** States that follow each other: a whole machine, a branch or what a Map does with each item. */
export interface Workflow {
  StartAt: string;
  States: Record<string, State>;
  Comment?: string;
  TimeoutSeconds?: number;
  QueryLanguage?: QueryLanguage;
  /** Of what a Map does with each item. */
  ProcessorConfig?: { Mode?: "INLINE" | "DISTRIBUTED"; ExecutionType?: "STANDARD" | "EXPRESS" };
}

/** What shapes a state's exit, and that of a Catcher and of a rule. */
export interface ExitFields {
  /** JSONata alone. */
  Output?: unknown;
  Assign?: Record<string, unknown>;
}

interface Common extends DataFields, ExitFields {
  /** Its own, or the machine's: every state that was read has one. */
  QueryLanguage: QueryLanguage;
  Comment?: string;
  Next?: string;
  End?: boolean;
}

interface Guarded extends Common {
  /** JSONata's name for Parameters. */
  Arguments?: unknown;
  Retry?: Retrier[];
  Catch?: Catcher[];
}

/** A number, or in JSONata an expression that comes to one. */
type Figure = number | string;

export interface TaskState extends Guarded {
  Type: "Task";
  Resource: string;
  TimeoutSeconds?: Figure;
  TimeoutSecondsPath?: string;
  HeartbeatSeconds?: Figure;
  HeartbeatSecondsPath?: string;
}

export interface PassState extends Common {
  Type: "Pass";
  Result?: unknown;
}

export interface WaitState extends Common {
  Type: "Wait";
  Seconds?: Figure;
  SecondsPath?: string;
  Timestamp?: string;
  TimestampPath?: string;
}

/** A rule of a Choice state: a comparison in JSONPath, a Condition in JSONata. */
type Rule = ChoiceRule & ExitFields & { Condition?: boolean | string; Next: string };

export interface ChoiceState extends Common {
  Type: "Choice";
  Choices: Rule[];
  Default?: string;
}

export interface ParallelState extends Guarded {
  Type: "Parallel";
  Branches: Workflow[];
}

export interface MapState extends Guarded {
  Type: "Map";
  ItemProcessor?: Workflow;
  /** The older name of ItemProcessor. */
  Iterator?: Workflow;
  ItemsPath?: string;
  /** JSONata's: items, or an expression that comes to them. */
  Items?: unknown;
  ItemSelector?: unknown;
  MaxConcurrency?: Figure;
  MaxConcurrencyPath?: string;
  /** These are for distributed maps alone. */
  ItemReader?: ItemReader;
  ItemBatcher?: ItemBatcher;
  ResultWriter?: ResultWriter;
  ToleratedFailureCount?: Figure;
  ToleratedFailureCountPath?: string;
  ToleratedFailurePercentage?: Figure;
  ToleratedFailurePercentagePath?: string;
  Label?: string;
}

/** Where a distributed Map has its items from: an object of S3, or a list of such. */
export interface ItemReader {
  Resource: string;
  Parameters?: unknown;
  Arguments?: unknown;
  ReaderConfig?: {
    InputType?: "CSV" | "JSON" | "JSONL";
    CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
    CSVHeaders?: string[];
    CSVDelimiter?: keyof typeof csvDelimiters;
    MaxItems?: Figure;
    MaxItemsPath?: string;
  };
}

export const csvDelimiters = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" };

/** How many items a child execution of a distributed Map is handed. */
interface ItemBatcher {
  BatchInput?: unknown;
  MaxItemsPerBatch?: Figure;
  MaxItemsPerBatchPath?: string;
  MaxInputBytesPerBatch?: Figure;
  MaxInputBytesPerBatchPath?: string;
}

/** Where a distributed Map writes what its child executions came to. */
interface ResultWriter {
  Resource: string;
  Parameters?: unknown;
  Arguments?: unknown;
}

export interface SucceedState extends Common {
  Type: "Succeed";
}

export interface FailState extends Common {
  Type: "Fail";
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
}

export type State =
  | TaskState
  | PassState
  | WaitState
  | ChoiceState
  | ParallelState
  | MapState
  | SucceedState
  | FailState;
