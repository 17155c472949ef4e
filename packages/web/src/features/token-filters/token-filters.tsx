import { Button } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { FilterButton } from '../../ui/filter-button.tsx';
import { LazyMenu } from '../../ui/lazy-menu.tsx';
import type { MenuChoice } from '../../ui/menu-overlay.tsx';
import {
  type ChangeLocation,
  type ListFilter,
  type ListLocation,
  permissionIn,
  permissionText,
} from '../../ui/use-list-location.ts';
import { useOwnerOptions, usePermissionOptions, useRepositoryOptions } from './use-filter-options.ts';
import styles from './token-filters.module.css';

type Props<Sort extends string> = {
  organization: string;
  location: ListLocation<Sort>;
  change: ChangeLocation<Sort>;
  sorts: readonly MenuChoice<Sort>[];
};

/** Narrows and orders a list of an organization's tokens: the same for those that wait and those that are active. (RQ-3, GN-1) */
export function TokenFilters<Sort extends string>({ organization, location, change, sorts }: Props<Sort>) {
  return (
    <div className={styles.filters}>
      <FilterButton
        label={t('tokenFilters.owner')}
        title={t('tokenFilters.ownerTitle')}
        selected={location.owners}
        onChange={(owners) => change({ owners })}
        {...useOwnerOptions(organization)}
      />
      <FilterButton
        label={t('tokenFilters.repository')}
        title={t('tokenFilters.repositoryTitle')}
        selected={location.repositories}
        onChange={(repositories) => change({ repositories })}
        {...useRepositoryOptions(organization)}
      />
      <FilterButton
        label={t('tokenFilters.permissions')}
        title={t('tokenFilters.permissionsTitle')}
        selected={location.permissions.map(permissionText)}
        onChange={(ids) => change({ permissions: ids.flatMap((id) => permissionIn(id) ?? []) })}
        options={usePermissionOptions()}
      />
      <LazyMenu
        variant="invisible"
        label={t('tokenFilters.sort')}
        choices={sorts}
        selected={location.sort}
        onChoose={(sort) => change({ sort })}
      />
    </div>
  );
}

/** One click back to everything. */
export const ClearFilters = ({ change }: { change: (next: ListFilter) => void }) => (
  <Button
    variant="invisible"
    size="small"
    onClick={() => change({ owners: [], repositories: [], permissions: [], text: '' })}
  >
    {t('tokenFilters.clear')}
  </Button>
);
