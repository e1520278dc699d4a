import { patternProblem } from "../filter-pattern";
import type { RuleTarget } from "../push-triggers";
import { scheduleProblem } from "../schedule-expression";
import {
  deadLetterProblem,
  type DeliveryRetries,
  type DraftKind,
  type DraftTarget,
  jsonProblem,
  onlyProblems,
  retriesOf,
  retryLines,
  retryProblems,
} from "./draft-kind";

/** What a rule hands to the function. */
export type RuleInput =
  | { as: "event" }
  | { as: "constant"; input: string }
  | { as: "path"; path: string }
  | { as: "template"; paths: { name: string; path: string }[]; template: string };

export interface RuleDraft extends DraftTarget, DeliveryRetries {
  kind: "rule";
  name: string;
  busName: string;
  /** The rule is made first; of one that is there only its target is added. */
  isNew: boolean;
  description: string;
  /** JSON; empty: it only follows its schedule. */
  eventPattern: string;
  /** Empty: it only matches events. */
  scheduleExpression: string;
  enabled: boolean;
  input: RuleInput;
  deadLetterQueueArn: string;
}

export const ruleDrafts: DraftKind<RuleDraft, RuleTarget> = {
  of: (rule) => ({
    kind: "rule",
    name: rule.name,
    busName: rule.busName,
    isNew: false,
    description: rule.description ?? "",
    eventPattern: rule.eventPattern ?? "",
    scheduleExpression: rule.scheduleExpression ?? "",
    enabled: rule.state !== "DISABLED",
    input: inputOf(rule),
    deadLetterQueueArn: rule.deadLetterQueueArn ?? "",
    ...retriesOf(rule),
    qualifier: rule.qualifier,
  }),
  problems: (draft) => {
    const { name, busName, isNew, eventPattern, scheduleExpression, description } = draft;
    const isChecked = isNew || eventPattern !== "" || scheduleExpression !== "";
    return onlyProblems({
      name:
        !/^[\w.-]{1,64}$/.test(name) &&
        "A rule's name has 1 to 64 letters, digits, dots, dashes or underscores.",
      busName: !/^[\w./-]{1,256}$/.test(busName) && "Choose the bus whose events it matches.",
      description: description.length > 512 && "A description has at most 512 characters.",
      eventPattern:
        (isChecked &&
          eventPattern === "" &&
          scheduleExpression === "" &&
          "A rule needs a pattern or a schedule.") ||
        (eventPattern.length > 4_096 && "A pattern has at most 4,096 characters.") ||
        (eventPattern !== "" && patternProblem(eventPattern, "rule")),
      scheduleExpression:
        (scheduleExpression !== "" &&
          busName !== "default" &&
          "Only rules of the default bus have a schedule.") ||
        (scheduleExpression !== "" &&
          scheduleProblem({ expression: scheduleExpression, of: "rule" })),
      input: inputProblem(draft.input),
      deadLetterQueueArn: deadLetterProblem(draft.deadLetterQueueArn),
      ...retryProblems(draft),
    });
  },
  lines: (draft) => [
    { label: "Rule", value: draft.name },
    { label: "Bus", value: draft.busName },
    { label: "Calls", value: draft.qualifier ?? "$LATEST" },
    { label: "Pattern", value: draft.eventPattern || "none" },
    { label: "Schedule", value: draft.scheduleExpression || "none" },
    { label: "Enabled", value: draft.enabled ? "on" : "off" },
    { label: "Description", value: draft.description || "none" },
    { label: "Input", value: inputWords(draft.input) },
    { label: "What cannot be delivered", value: draft.deadLetterQueueArn || "is dropped" },
    ...retryLines(draft),
  ],
};

function inputOf({ input, inputPath, inputTransformer }: RuleTarget): RuleInput {
  if (inputTransformer)
    return {
      as: "template",
      template: inputTransformer.template,
      paths: Object.entries(inputTransformer.paths).map(([name, path]) => ({ name, path })),
    };
  if (input !== undefined) return { as: "constant", input };
  return inputPath === undefined ? { as: "event" } : { as: "path", path: inputPath };
}

function inputProblem(input: RuleInput): string | false {
  switch (input.as) {
    case "event":
      return false;
    case "constant":
      if (input.input === "") return "Write the JSON that the function gets.";
      return input.input.length > 8_192
        ? "An input has at most 8,192 characters."
        : jsonProblem(input.input);
    case "path":
      return !/^\$(\.|\[|$)/.test(input.path) && "A path begins with $, as $.detail.";
    case "template":
      return templateProblem(input.paths, input.template);
  }
}

/** Source: InputTransformer. */
function templateProblem(
  paths: readonly { name: string; path: string }[],
  template: string,
): string | false {
  if (template === "") return "Write the template of what the function gets.";
  if (template.length > 8_192) return "A template has at most 8,192 characters.";
  if (paths.length > 100) return "A template has at most 100 values.";
  const names = paths.map(({ name }) => name);
  for (const { name, path } of paths) {
    if (!/^[\w-]+$/.test(name)) return `${name || "A name without letters"} cannot name a value.`;
    if (name.startsWith("AWS.")) return `${name} is a name of EventBridge itself.`;
    if (!path.startsWith("$")) return `The path of ${name} must begin with $.`;
  }
  if (new Set(names).size < names.length) return "Two values have one name.";
  const asked = [...template.matchAll(/<([\w-]+)>/g)].map(([, name]) => name!);
  const missing = asked.find((name) => !names.includes(name));
  return missing !== undefined && `The template uses <${missing}>, which has no path.`;
}

function inputWords(input: RuleInput): string {
  switch (input.as) {
    case "event":
      return "the event";
    case "constant":
      return input.input;
    case "path":
      return input.path;
    case "template":
      return input.template;
  }
}
