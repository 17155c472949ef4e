import type { FragmentType } from '../../gql/index.ts';
import { SelectableRow } from '../../ui/selectable-list.tsx';
import { RequestRowText, type RequestRowText_request } from './request-row-text.tsx';

type Props = {
  request: FragmentType<typeof RequestRowText_request> & { viewerCanDecide: boolean; token: { name: string } };
  selected: boolean;
  onToggle: () => void;
  failure?: string;
};

/** One request that waits, or that was decided while the list was open. */
export const TokenRequestRow = ({ request, selected, onToggle, failure }: Props) => (
  <SelectableRow name={request.token.name} selected={selected} disabled={!request.viewerCanDecide} onToggle={onToggle}>
    <RequestRowText request={request} failure={failure} />
  </SelectableRow>
);
