import { en } from './en.ts';
import { session } from './en/session.ts';
import { shared } from './en/shared.ts';

export const LOCALE = 'en';

/** A text, or one text for each plural form that the language has. The plural is chosen by the parameter `count`. */
type Message = string | { readonly one?: string; readonly other: string };

/** The features whose texts are loaded with their pages. */
export type TextsName = keyof typeof en;

type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Messages = typeof shared & typeof session & AllOf<Awaited<ReturnType<(typeof en)[TextsName]>>>;
export type MessageKey = keyof Messages;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type ParametersOf<Key extends MessageKey> = Messages[Key] extends { readonly other: infer Text }
  ? 'count' | NamesIn<Text>
  : NamesIn<Messages[Key]>;

/** The parameters a message wants, each by its name in the text. */
export type Parameters<Key extends MessageKey, Value = string | number> = Record<ParametersOf<Key>, Value>;
type Arguments<Key extends MessageKey> = [ParametersOf<Key>] extends [never] ? [] : [Parameters<Key>];

const plurals = new Intl.PluralRules(LOCALE);
const numbers = new Intl.NumberFormat(LOCALE);

// What stands on every page is there from the start; the rest comes with `loadTexts`.
const messages: Record<string, Message> = { ...shared, ...session };

/** Makes the texts of these features known to `t`. A page that shows them waits for it. */
export async function loadTexts(names: readonly TextsName[]): Promise<void> {
  Object.assign(messages, ...(await Promise.all(names.map((name) => en[name]()))));
}

/** The text of a message with its parameters filled in. Numbers are written as the language does. */
export function t<Key extends MessageKey>(key: Key, ...[parameters]: Arguments<Key>): string {
  const given: Record<string, string | number> = parameters ?? {};
  return textOf(key, given['count']).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = given[name] ?? '';
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** The text before its parameters are filled in, in the plural form for `count`. */
export function textOf(key: MessageKey, count: unknown): string {
  // A key whose texts no page has loaded shows itself; the test of the routes finds it before anybody reads it.
  const message = messages[key] ?? key;
  if (typeof message === 'string') return message;
  const form = plurals.select(Number(count));
  return (form === 'one' ? message.one : undefined) ?? message.other;
}
