import { UnderlineNav } from '@primer/react';
import { Link, useSearchParams } from 'react-router';
import { t } from '../../i18n/t.ts';

const TABS = ['fine-grained', 'classic'] as const;
export type TokenKindTab = (typeof TABS)[number];

/** Which kind of token the page is about, as the address says. */
export function useTokenKindTab(): TokenKindTab {
  const [search] = useSearchParams();
  return TABS.find((tab) => tab === search.get('tab')) ?? 'fine-grained';
}

/** Fine-grained and classic tokens, each at an address of its own. */
export const PolicyTabs = ({ current }: { current: TokenKindTab }) => (
  <UnderlineNav aria-label={t('tokenPolicy.tabs')} variant="flush">
    {TABS.map((tab) => (
      <UnderlineNav.Item
        key={tab}
        as={Link}
        to={tab === 'fine-grained' ? '?' : `?tab=${tab}`}
        aria-current={tab === current ? 'page' : undefined}
      >
        {t(`tokenPolicy.tab.${tab}`)}
      </UnderlineNav.Item>
    ))}
  </UnderlineNav>
);
