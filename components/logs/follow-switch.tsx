"use client";

import { useSession } from "@/components/shell/session";
import { Switch } from "@/components/ui/checkbox";
import { FollowState } from "./log-facts";
import type { FollowedLogs } from "./use-followed-logs";

/** Live tail on or off, and how it is doing. */
export function FollowSwitch({ logs }: { logs: FollowedLogs }) {
  const { range } = useSession();
  return (
    <>
      {logs.following && <FollowState following={logs.following} />}
      <Switch
        checked={logs.isFollowing && !range.fixed}
        locked={range.fixed ? "Choose a time that ends now to follow." : undefined}
        onChange={logs.setFollowing}
        label={<span className="text-12 font-medium">Live tail</span>}
      />
    </>
  );
}
