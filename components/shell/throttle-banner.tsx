"use client";

import { Banner } from "@/components/ui/banner";
import { useSession } from "./session";
import { useThrottle } from "./throttle";
import { useNow } from "./use-now";

/** While AWS throttles what Lambdeck reads: when it asks again. What was read before stays on the page. */
export function ThrottleBanner() {
  const throttle = useThrottle();
  return throttle && <Countdown {...throttle} />;
}

function Countdown({ problem, untilMs }: NonNullable<ReturnType<typeof useThrottle>>) {
  const { connection } = useSession();
  const seconds = Math.max(0, Math.ceil((untilMs - useNow(1_000)) / 1000));
  return (
    <Banner>
      <b>{`${connection?.kind === "profile" ? "AWS" : (connection?.label ?? "The service")} throttles Lambdeck\u2019s requests.`}</b>{" "}
      {`${problem.title}: not yet. `}
      <span aria-live="off">
        {seconds > 0 ? `Trying again in ${seconds}\u2009s.` : "Trying again now."}
      </span>{" "}
      What was read before stays.
    </Banner>
  );
}
