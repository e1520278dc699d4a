import { Boxes, CalendarClock, Database, Globe, Inbox, Key, Radio, Waves, Zap } from "lucide-react";
import type { Icon } from "@/components/ui/button";

const icons: Record<string, Icon> = {
  sqs: Inbox,
  sns: Radio,
  events: CalendarClock,
  s3: Boxes,
  dynamodb: Database,
  kinesis: Waves,
  "execute-api": Globe,
  elasticloadbalancing: Globe,
  lambda: Zap,
};

/** A source's or a target's kind, by its ARN. */
export function SourceIcon({ arn }: { arn: string | undefined }) {
  const Found = icons[arn?.split(":")[2] ?? ""] ?? (arn ? Zap : Key);
  return <Found size={14} aria-hidden className="flex-none text-text-2" />;
}
