import { Fragment, type ReactNode } from 'react';
import { type MessageKey, type Parameters, textOf } from './t.ts';

type Props<Key extends MessageKey> = { message: Key; parameters: Parameters<Key, ReactNode> };

/** A message whose parameters are elements: a name in bold, a link. */
export function RichText<Key extends MessageKey>({ message, parameters }: Props<Key>) {
  const given = parameters as Record<string, ReactNode>;
  const parts = textOf(message, given['count']).split(/\{(\w+)\}/);
  return parts.map((part, index) => <Fragment key={index}>{index % 2 === 0 ? part : given[part]}</Fragment>);
}
