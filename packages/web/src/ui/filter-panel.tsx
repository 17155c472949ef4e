import { Avatar, SelectPanel } from '@primer/react';
import { FeatureFlags } from '@primer/react/experimental';
import { type RefObject, useMemo, useState } from 'react';
import { t } from '../i18n/t.ts';

export type FilterOption = { id: string; text: string; group?: string; avatarUrl?: string };

type Props = {
  anchor: RefObject<HTMLButtonElement | null>;
  title: string;
  options: readonly FilterOption[];
  selected: readonly string[];
  onChange: (selected: string[]) => void;
  open: boolean;
  onClose: () => void;
  loading?: boolean;
  onSearch?: (text: string) => void;
};

const FULL_SCREEN_ON_PHONES = { primer_react_select_panel_fullscreen_on_narrow: true };

/** Choose any of a list, with a search. Options are searched here unless `onSearch` asks the server. */
export function FilterPanel({ anchor, title, options, selected, onChange, open, onClose, loading, onSearch }: Props) {
  const [text, setText] = useState('');
  const items = useMemo(() => {
    const known = new Map(options.map((option) => [option.id, option]));
    // A choice that the search does not show now must still be there to be kept.
    const chosen = selected.map((id) => known.get(id) ?? { id, text: id });
    return { all: options.map(toItem), chosen: chosen.map(toItem) };
  }, [options, selected]);
  const search = (next: string) => {
    setText(next);
    onSearch?.(next);
  };
  const shown = onSearch ? items.all : items.all.filter((item) => item.text.toLowerCase().includes(text.toLowerCase()));
  const groups = [...new Set(shown.flatMap(({ groupId }) => groupId ?? []))].map(toGroup);
  return (
    <FeatureFlags flags={FULL_SCREEN_ON_PHONES}>
      <SelectPanel
        renderAnchor={null}
        anchorRef={anchor}
        title={title}
        placeholderText={t('filter.search')}
        open={open}
        onOpenChange={(opens) => {
          if (opens) return;
          setText('');
          onClose();
        }}
        items={shown}
        selected={items.chosen}
        onSelectedChange={(chosen: { id?: string | number }[]) => onChange(chosen.map(({ id }) => String(id)))}
        filterValue={text}
        onFilterChange={search}
        loading={loading}
        groupMetadata={groups.length > 0 ? groups : undefined}
        overlayProps={{ width: 'medium', height: 'medium' }}
        message={
          shown.length === 0 && !loading
            ? { variant: 'empty', title: t('filter.nothing'), body: t('filter.nothingMore') }
            : undefined
        }
      />
    </FeatureFlags>
  );
}

const toItem = ({ id, text, group, avatarUrl }: FilterOption) => ({
  id,
  text,
  groupId: group,
  ...(avatarUrl && { leadingVisual: () => <Avatar src={avatarUrl} size={20} alt="" /> }),
});

const toGroup = (title: string) => ({ groupId: title, header: { title, variant: 'subtle' as const } });
