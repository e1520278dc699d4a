"use client";

import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/menu";
import { formatFullCount, formatMoney } from "@/lib/model/format";
import { callsIn } from "@/lib/model/api-use-rows";
import { useApiUse } from "./use-api-use";

const UseTable = lazy(() => import("./use-table"));

/** In the status bar: what Lambdeck itself asked of this connection today, with the table behind it. */
export function ApiUse() {
  const { data } = useApiUse();
  if (!data) return null;
  return (
    <span className="flex items-center">
      <Popover
        label="What Lambdeck asked for"
        align="end"
        trigger={
          <Button kind="ghost" size="small" className="status-button">
            {formatFullCount(callsIn(data.today))} API calls today
            {data.isBilled && `, ${formatMoney(data.today.costUsd)}`}
          </Button>
        }
      >
        {() => (
          <Suspense fallback={null}>
            <UseTable />
          </Suspense>
        )}
      </Popover>
    </span>
  );
}
