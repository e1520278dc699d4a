/** The two hatches of the board: what would be throttled, and what AWS keeps. Once a page. */
export function Hatches() {
  return (
    <svg width={0} height={0} className="absolute" aria-hidden="true">
      <defs>
        <pattern
          id="board-throttled"
          width={5}
          height={5}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={5} height={5} fill="var(--c-throttle-soft)" />
          <path d="M0 0V5" stroke="var(--c-throttle)" strokeWidth={1.5} />
        </pattern>
        <pattern
          id="board-kept"
          width={5}
          height={5}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path d="M0 0V5" stroke="var(--border-strong)" strokeWidth={1.25} />
        </pattern>
      </defs>
    </svg>
  );
}
