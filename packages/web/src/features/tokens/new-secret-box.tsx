import { t } from '../../i18n/t.ts';
import { SecretBox } from '../../ui/secret-box.tsx';
import { GitExample } from './git-example.tsx';
import type { NewSecret } from './tokens-section.tsx';

/** The secret of a token that was just made, with how to use it. (TK-2) */
export const NewSecretBox = ({ newSecret }: { newSecret: NewSecret }) => (
  <SecretBox
    title={t('tokens.secret.title', { name: newSecret.name })}
    about={t('tokens.secret.copyNow')}
    secret={newSecret.secret}
    copy={t('tokens.secret.copy')}
  >
    <GitExample newSecret={newSecret} />
  </SecretBox>
);
