import { scopesCover } from '@countersign/schema';
import { Checkbox, FormControl } from '@primer/react';
import { scopeTexts } from '../../i18n/en/scopes.ts';
import { t } from '../../i18n/t.ts';
import { scopesWithin, withScope } from './classic-scopes.ts';
import { FIELD_IDS } from './field-ids.ts';
import styles from './classic-scopes-field.module.css';

type Choice = { chosen: readonly string[]; onChange: (scopes: string[]) => void };

/** What the token may do: a tree, in which a scope brings those inside it. (TK-7) */
export function ClassicScopesField({ chosen, onChange, problem }: Choice & { problem?: string }) {
  return (
    <fieldset id={FIELD_IDS.scopes} tabIndex={-1} className={styles.field} aria-describedby="token-scopes-about">
      <legend className={styles.legend}>{t('classicTokens.scopes.title')}</legend>
      <div id="token-scopes-about">
        <p className={styles.about}>{t('classicTokens.scopes.about')}</p>
        <p className={styles.about}>
          {chosen.length === 0
            ? t('classicTokens.scopes.noneAbout')
            : t('classicTokens.scopes.chosen', { scopes: chosen.join(', ') })}
        </p>
        {problem && <p className={styles.problem}>{problem}</p>}
      </div>
      <ScopeList parent={null} chosen={chosen} onChange={onChange} />
    </fieldset>
  );
}

function ScopeList({ parent, chosen, onChange }: Choice & { parent: string | null }) {
  const scopes = scopesWithin(parent);
  if (scopes.length === 0) return null;
  const isImplied = parent !== null && scopesCover(chosen, parent);
  return (
    <ul className={styles.scopes}>
      {scopes.map((scope) => (
        <li key={scope}>
          <FormControl disabled={isImplied}>
            <Checkbox
              checked={scopesCover(chosen, scope)}
              onChange={(event) => onChange(withScope(chosen, scope, event.target.checked))}
            />
            <FormControl.Label>{scope}</FormControl.Label>
            <FormControl.Caption>{scopeTexts[scope]}</FormControl.Caption>
          </FormControl>
          <ScopeList parent={scope} chosen={chosen} onChange={onChange} />
        </li>
      ))}
    </ul>
  );
}
