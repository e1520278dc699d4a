import { checkAssign } from "./check-assign.ts";
import { checkExpressions } from "./check-expressions.ts";
import { checkPaths, checkTemplate } from "./check-paths.ts";
import { type Diagnostics, isObject, type Json, type StateCheck } from "./diagnostics.ts";
import { wrongLanguage } from "./fields.ts";

/** Checks Retry and Catch. */
export function checkGuards(check: StateCheck, told: Diagnostics): void {
  for (const field of ["Retry", "Catch"]) {
    const { [field]: list = [] } = check.state;
    const at = `${check.at}/${field}`;
    if (!Array.isArray(list)) {
      told.fail("Expected an array", at);
      continue;
    }
    (list as unknown[]).forEach((entry, index) => {
      const place = `${at}[${index}]`;
      if (!isObject(entry)) return told.fail("Expected a JSON object", place);
      checkNames(entry, { field, place, isLast: index === list.length - 1 }, told);
      if (field === "Catch") checkCatcher(entry, place, check, told);
      else checkRetrier(entry, place, told);
    });
  }
}

function checkNames(
  { ErrorEquals: names }: Json,
  { field, place, isLast }: { field: string; place: string; isLast: boolean },
  told: Diagnostics,
): void {
  const at = `${place}/ErrorEquals`;
  if (!Array.isArray(names) || names.length === 0)
    told.fail("Field 'ErrorEquals' is required and not empty", at);
  else if (names.includes("States.ALL") && (names.length > 1 || !isLast))
    told.fail(
      `States.ALL must appear alone, and in the last ${field === "Retry" ? "retrier" : "catcher"}`,
      at,
    );
}

function checkRetrier(retrier: Json, place: string, told: Diagnostics): void {
  told.atLeast(retrier.IntervalSeconds, 1, `${place}/IntervalSeconds`);
  told.atLeast(retrier.MaxAttempts, 0, `${place}/MaxAttempts`);
  told.atLeast(retrier.BackoffRate, 1, `${place}/BackoffRate`);
}

function checkCatcher(catcher: Json, place: string, check: StateCheck, told: Diagnostics): void {
  const { language, states } = check;
  told.target(catcher.Next, states, `${place}/Next`);
  const foreign = language === "JSONata" ? "ResultPath" : "Output";
  if (catcher[foreign] !== undefined) told.fail(wrongLanguage(foreign, language), place);
  checkAssign(catcher.Assign, `${place}/Assign`, check, told);
  if (language === "JSONata") {
    for (const field of ["Output", "Assign"])
      checkExpressions(catcher[field], `${place}/${field}`, "errorOutput", told);
  } else {
    checkPaths(catcher, place, told);
    checkTemplate(catcher.Assign, `${place}/Assign`, told);
  }
}
