import { budgetSetting, readApiUse, readBudget } from "@/lib/aws/call-meter";
import { sendCall, settingCall } from "@/lib/aws/send-call";
import type { ApiUse } from "@/lib/model/api-use";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { formatMoney } from "@/lib/model/format";
import { journalled } from "@/lib/store/journal";
import { readSetting } from "@/lib/store/settings";

/** Sets what paid reads on a connection may cost a day; null: as much as they cost. */
export async function setBudget(
  connection: Connection,
  budgetUsd: number | null,
): Promise<{ change: Change; use: ApiUse }> {
  const name = budgetSetting(connection.id);
  const before = readBudget(connection);
  const call = settingCall(name, budgetUsd);
  const { change } = await journalled(
    {
      connection,
      kind: "daily-budget",
      title: `Daily budget ${inWords(before)} -> ${inWords(budgetUsd)}`,
      before: { budgetUsd: before },
      after: { budgetUsd },
      call,
      undo: settingCall(name, readSetting(name)),
    },
    () => sendCall(connection, call),
  );
  return { change, use: readApiUse(connection) };
}

function inWords(budgetUsd: number | null): string {
  return budgetUsd === null ? "no limit" : formatMoney(budgetUsd);
}
