import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** Whether the document asks for a field of what the field at hand answers with. What hangs on a variable counts as asked for. */
export const asksFor = ({ fieldNodes, fragments }: Asked, name: string): boolean =>
  fieldNodes.some(({ selectionSet }) => selects(selectionSet, name, fragments));

function selects(set: SelectionSetNode | undefined, name: string, fragments: Asked['fragments']): boolean {
  return Boolean(
    set?.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name;
      const within = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      return selects(within?.selectionSet, name, fragments);
    }),
  );
}
