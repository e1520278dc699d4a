import type { ReactNode } from "react";

interface IconProps {
  size?: number;
}

function draw(shape: ReactNode) {
  return function NavIcon({ size = 16 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        className="flex-none"
      >
        {shape}
      </svg>
    );
  };
}

export const FunctionsIcon = draw(
  <path d="M3 2.5h2.2c.6 0 1 .4 1.3.9L12 13.5h1.5M7.6 6.2 3.2 13.5" />,
);
export const ConcurrencyIcon = draw(
  <>
    <path d="M2 4h7M2 8h12M2 12h4.5" />
    <path d="M11.5 2v4M9 10v4" />
  </>,
);
export const LogsIcon = draw(<path d="M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h5" />);
export const TriggersIcon = draw(
  <>
    <circle cx="3.25" cy="3.75" r="1.5" />
    <circle cx="3.25" cy="12.25" r="1.5" />
    <circle cx="12.75" cy="8" r="1.5" />
    <path d="M4.75 3.75c4 0 2.5 4.25 6.5 4.25M4.75 12.25c4 0 2.5-4.25 6.5-4.25" />
  </>,
);
export const ActivityIcon = draw(<path d="M1.5 8.5h3l2-5.5 3 10 2-4.5h3" />);

/** The product's mark. */
export function Mark() {
  return (
    <svg
      width={20}
      height={20}
      viewBox="0 0 20 20"
      aria-hidden="true"
      className="flex-none"
      fill="none"
    >
      <rect x="1" y="1" width="18" height="18" rx="4.5" fill="var(--ink)" />
      <path
        d="M5 5.2h1.9c.7 0 1.2.4 1.5 1L12 12.3M8.9 8.1 6 12.3M5 15.2h10"
        stroke="var(--on-ink)"
        strokeWidth="1.7"
        strokeLinecap="round"
      />
    </svg>
  );
}
