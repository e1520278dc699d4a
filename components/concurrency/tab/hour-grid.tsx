"use client";

import { formatFullCount } from "@/lib/model/format";

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** A count for each hour of the week, Monday 00:00 first: the more, the darker, with the number in it. */
export function HourGrid({ label, counts }: { label: string; counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  return (
    // A region that scrolls must take the focus, or the keyboard cannot scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto" tabIndex={0}>
      <table className="w-full border-separate border-spacing-px text-10" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Day</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col" className="min-w-5 font-normal text-text-3">
                <span className={hour % 3 === 0 ? "" : "sr-only"}>
                  {String(hour).padStart(2, "0")}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, row) => (
            <tr key={day}>
              <th scope="row" className="pr-1.5 text-left font-normal text-text-3">
                {day}
              </th>
              {hours.map((hour) => {
                const count = counts[row * 24 + hour] ?? 0;
                return (
                  <td
                    key={hour}
                    title={`${day} ${String(hour).padStart(2, "0")}:00, ${formatFullCount(count)}`}
                    className="h-5 rounded-1 text-center"
                    style={{
                      background: `color-mix(in srgb, var(--c-provisioned-soft) ${Math.round((count / most) * 100)}%, var(--surface-2))`,
                    }}
                  >
                    {count === 0 ? <span className="text-text-3">0</span> : formatFullCount(count)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
