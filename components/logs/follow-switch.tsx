"use client";

import { Pause, Play } from "lucide-react";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/checkbox";
import { isBilled, unitPriceUsd } from "@/lib/model/api-use";
import { formatDuration, formatMoney, plain } from "@/lib/model/format";
import type { Following } from "./use-follow";
import type { LiveTail } from "./use-live-tail";

/** Live tail on, paused or off, how it is doing, and what it costs. */
export function FollowSwitch({ tail }: { tail: LiveTail }) {
  const { following, isOn, isPaused } = tail;
  return (
    <>
      {isOn && following && <FollowState following={following} goOn={tail.goOn} />}
      {isOn && following?.mode !== "ended" && (
        <Button
          size="small"
          icon={isPaused ? Play : Pause}
          pressed={isPaused}
          shortcut="Space"
          onClick={() => tail.setPaused(!isPaused)}
        >
          {isPaused ? "Resume" : "Pause"}
        </Button>
      )}
      <Switch
        checked={isOn}
        locked={tail.canFollow ? undefined : "Choose a time that ends now to follow."}
        onChange={tail.turn}
        label={<span className="text-12 font-medium">Live tail</span>}
      />
    </>
  );
}

const modeWords: Record<Following["mode"], string> = {
  connecting: "connecting",
  live: "connected",
  polling: "asking every 2 s",
  reconnecting: "reconnecting",
  hidden: "stopped: tab hidden",
  ended: "ended",
  failed: "stopped",
};

/** How new lines come, or why they do not. */
function FollowState({ following, goOn }: { following: Following; goOn(): void }) {
  const { mode, because, sampled } = following;
  const isOver = mode === "failed" || mode === "ended";
  return (
    <span
      className={`flex items-center gap-1.5 text-12 ${mode === "failed" ? "text-danger" : "text-text-3"}`}
      title={because}
    >
      <span role="status">
        {modeWords[mode]}
        {isOver && because && `: ${because}`}
        {sampled && " \u00b7 sampled: more than 500 lines a second"}
      </span>
      {mode === "live" && <LiveTime sinceMs={following.sinceMs} />}
      {isOver && (
        <Button size="small" onClick={goOn}>
          Go on
        </Button>
      )}
    </span>
  );
}

/** For how long, and at AWS's price for it. */
function LiveTime({ sinceMs }: { sinceMs: number }) {
  const { connection } = useSession();
  const seconds = Math.max(0, Math.round((useNow(1_000) - sinceMs) / 1000));
  const costs = connection && isBilled(connection);
  return (
    <span
      className="tabular-nums"
      title={
        costs
          ? `AWS bills Live Tail by the minute: ${formatMoney(unitPriceUsd("live-tail-seconds") * 60)} each at list price`
          : undefined
      }
    >
      {plain(formatDuration(seconds * 1000))}
      {costs && ` \u00b7 ${formatMoney(seconds * unitPriceUsd("live-tail-seconds"))}`}
    </span>
  );
}
