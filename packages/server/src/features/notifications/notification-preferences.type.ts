import { Field, registerEnumType } from 'type-graphql';
import { Open } from '../../api/graphql/field-access.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import type { DigestChoice } from './notification-preferences.entity.ts';
import type { Preferences } from './notification-preferences.store.ts';

export const DigestChoiceType = { DAILY: 'DAILY', INSTANT: 'INSTANT', OFF: 'OFF' } as const satisfies Record<
  DigestChoice,
  DigestChoice
>;
registerEnumType(DigestChoiceType, { name: 'DigestChoice' });

@Open('reached only through the person, who alone sees it')
@RowType('NotificationPreferences')
export class NotificationPreferencesType implements Preferences {
  @Field(() => Boolean, { description: "What was decided about one's own requests and grants." }) decisions: boolean;
  @Field(() => Boolean, { description: "That one's own tokens are about to expire, and that they have." })
  reminders: boolean;
  @Field(() => DigestChoiceType, {
    description: 'To owners: what waits, once a day; each request at once; or nothing.',
  })
  digest: DigestChoice;
  @Field(() => String, { description: "The language of one's mails: en or ko." }) locale: string;
}
