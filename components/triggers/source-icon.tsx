import {
  Boxes,
  CalendarClock,
  Clock,
  Database,
  Globe,
  Inbox,
  Key,
  Radio,
  ScrollText,
  Waves,
  Zap,
} from "lucide-react";
import type { Icon } from "@/components/ui/button";
import type { Trigger } from "@/lib/model/trigger";
import { triggerSourceArn } from "@/lib/model/trigger-identity";

const icons: Record<string, Icon> = {
  sqs: Inbox,
  sns: Radio,
  events: CalendarClock,
  scheduler: Clock,
  s3: Boxes,
  dynamodb: Database,
  rds: Database,
  kinesis: Waves,
  kafka: Waves,
  mq: Inbox,
  logs: ScrollText,
  "execute-api": Globe,
  elasticloadbalancing: Globe,
  lambda: Zap,
};

/** A source's or a target's kind, by its ARN. */
export function SourceIcon({ arn }: { arn: string | undefined }) {
  const Found = icons[arn?.split(":")[2] ?? ""] ?? (arn ? Zap : Key);
  return <Found size={14} aria-hidden className="flex-none text-text-2" />;
}

/** The same for a trigger, which may have no ARN. */
export function TriggerIcon({ trigger }: { trigger: Trigger }) {
  if (trigger.kind === "url")
    return <Globe size={14} aria-hidden className="flex-none text-text-2" />;
  if (trigger.kind === "mapping" && trigger.bootstrapServers)
    return <Waves size={14} aria-hidden className="flex-none text-text-2" />;
  return <SourceIcon arn={triggerSourceArn(trigger)} />;
}
