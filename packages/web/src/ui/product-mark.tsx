/** The product's mark: one stroke that signs, in the colour of the text around it. */
export const ProductMark = ({ size = 32 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="var(--bgColor-accent-emphasis)" />
    <path
      d="M9 11.5A3.5 3.5 0 1 1 12.4 16l6.1 6.1 4.5-8.6"
      fill="none"
      stroke="var(--fgColor-onEmphasis)"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
