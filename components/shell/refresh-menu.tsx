"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, RefreshCw } from "lucide-react";
import { StateDot } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useSession } from "./session";

const choices = [10, 30, 60, 300];

/** How often pages read anew; on AWS each reading of metrics costs. */
export function RefreshMenu() {
  const { refreshMs, setRefreshMs } = useSession();
  const queries = useQueryClient();
  const seconds = refreshMs / 1000;
  return (
    <Menu
      trigger={
        <Button aria-label={seconds === 0 ? "Refresh by hand" : `Refresh every ${seconds} s`}>
          <StateDot dot={seconds === 0 ? "off" : "ok"} />
          {seconds === 0 ? "By hand" : `Every ${seconds} s`}
          <ChevronDown size={13} aria-hidden />
        </Button>
      }
      items={[
        {
          label: "Refresh now",
          icon: RefreshCw,
          shortcut: "Shift R",
          onSelect: () => void queries.invalidateQueries(),
        },
        "line",
        ...choices.map((choice) => ({
          label: `Every ${choice} s`,
          checked: choice === seconds,
          onSelect: () => setRefreshMs(choice * 1000),
        })),
        { label: "By hand only", checked: seconds === 0, onSelect: () => setRefreshMs(0) },
      ]}
    />
  );
}
