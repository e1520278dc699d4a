/** AWS writes `2026-11-21T10:00:00.000+0000`, which not every browser reads; undefined when it is no time. */
export function isoTime(awsTime: string | undefined): string | undefined {
  if (!awsTime) return undefined;
  const time = Date.parse(awsTime.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
