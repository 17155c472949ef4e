import { formatMoment, formatRelative } from '../i18n/format.ts';

/** "3 days ago", with the exact moment for those who point at it. */
export const Moment = ({ at }: { at: string }) => (
  <time dateTime={at} title={formatMoment(at)}>
    {formatRelative(at)}
  </time>
);
