import { Button } from '@primer/react';
import { t } from '../i18n/t.ts';
import type { Selection } from './use-selection.ts';

type Props = { selection: Selection; pageSelected: string; selectAll: string; allSelected: string };

/** Once the page is selected: the step to everything that matches, beyond the page, and back. */
export const SelectAllMatching = ({ selection, pageSelected, selectAll, allSelected }: Props) =>
  selection.isAll ? (
    <>
      {allSelected}{' '}
      <Button variant="link" onClick={selection.clear}>
        {t('list.clearSelection')}
      </Button>
    </>
  ) : (
    <>
      {pageSelected}{' '}
      <Button variant="link" onClick={selection.selectAll}>
        {selectAll}
      </Button>
    </>
  );
