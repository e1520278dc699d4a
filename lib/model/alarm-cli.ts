import { shellWord } from "./shell-word";

/** A call as the AWS command line writes it: `aws cloudwatch put-metric-alarm --alarm-name ...`. */
export function alarmAsCli(input: Record<string, unknown>): string {
  const options = Object.entries(input).flatMap(([name, value]) => {
    if (value === undefined || value === "") return [];
    if (Array.isArray(value) && value.length === 0) return [];
    const option = `--${kebab(name)}`;
    if (name === "ActionsEnabled")
      return [value === true ? "--actions-enabled" : "--no-actions-enabled"];
    if (Array.isArray(value) && value.every((one) => typeof one === "string"))
      return [`${option} ${value.map(shellWord).join(" ")}`];
    return [
      `${option} ${shellWord(typeof value === "object" ? JSON.stringify(value) : String(value))}`,
    ];
  });
  return ["aws cloudwatch put-metric-alarm", ...options].join(" \\\n  ");
}

function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}
