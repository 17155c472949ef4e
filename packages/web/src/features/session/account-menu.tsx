import { KeyIcon, OrganizationIcon, SignOutIcon, TerminalIcon } from '@primer/octicons-react';
import { ActionList, ActionMenu } from '@primer/react';
import { type RefObject, useState } from 'react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { signOut } from './session-calls.ts';

type Props = {
  login: string;
  anchor: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Where one's own pages are, and the way out. */
export function AccountMenu({ login, anchor, open, onOpenChange }: Props) {
  const [failure, setFailure] = useState<string | null>(null);
  return (
    <ActionMenu anchorRef={anchor} open={open} onOpenChange={onOpenChange}>
      <ActionMenu.Overlay align="end" width="small" aria-label={t('session.accountMenu', { login })}>
        <ActionList>
          <ActionList.Item disabled>{t('session.signedInAs', { login })}</ActionList.Item>
          <ActionList.Divider />
          <ActionList.LinkItem as={Link} to="/settings/personal-access-tokens">
            <ActionList.LeadingVisual>
              <KeyIcon />
            </ActionList.LeadingVisual>
            {t('session.tokens')}
          </ActionList.LinkItem>
          <ActionList.LinkItem as={Link} to="/settings/organizations">
            <ActionList.LeadingVisual>
              <OrganizationIcon />
            </ActionList.LeadingVisual>
            {t('session.organizations')}
          </ActionList.LinkItem>
          <ActionList.LinkItem href="/sandbox">
            <ActionList.LeadingVisual>
              <TerminalIcon />
            </ActionList.LeadingVisual>
            {t('session.sandbox')}
          </ActionList.LinkItem>
          <ActionList.Divider />
          <ActionList.Item
            onSelect={(event) => {
              // The menu stays open: it says so when signing out did not work.
              event.preventDefault();
              void signOut().then(setFailure);
            }}
          >
            <ActionList.LeadingVisual>
              <SignOutIcon />
            </ActionList.LeadingVisual>
            {t('session.signOut')}
            <ActionList.Description variant="block">
              <span role="alert">{failure}</span>
            </ActionList.Description>
          </ActionList.Item>
        </ActionList>
      </ActionMenu.Overlay>
    </ActionMenu>
  );
}
