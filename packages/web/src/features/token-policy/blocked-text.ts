import { t } from '../../i18n/t.ts';

type Counts = { blockedTokenCount: number; blockedPersonCount: number };

/** "This blocks 12 active tokens of 7 people." */
export const blockedText = ({ blockedTokenCount, blockedPersonCount }: Counts): string =>
  t('tokenPolicy.blocked.title', {
    tokens: t('tokenPolicy.blocked.tokens', { count: blockedTokenCount }),
    people: t('tokenPolicy.blocked.people', { count: blockedPersonCount }),
  });
