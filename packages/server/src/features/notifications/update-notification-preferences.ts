import type { Caller } from '../../access/caller.ts';
import { invalid, notFound } from '../../errors.ts';
import { isLanguage, LANGUAGES } from '../../platform/mail/language.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findPreferences, type Preferences, savePreferences } from './notification-preferences.store.ts';

/** What is absent or null stays as it is. */
export type UpdateNotificationPreferencesInput = { [Name in keyof Preferences]?: Preferences[Name] | null };

/** Changes which mails the person gets and in what language, for mails that go out from now on. INVALID for a language there is none in. (ML-5) */
export async function updateNotificationPreferences(
  caller: Caller,
  { decisions, reminders, digest, locale }: UpdateNotificationPreferencesInput,
): Promise<void> {
  const userId = caller.viewer.mustBeSession();
  if (locale != null && !isLanguage(locale)) throw invalid({ locale: `One of ${LANGUAGES.join(', ')}.` });
  await caller.database.transaction(async (tx) => {
    const before = await findPreferences(tx, userId, { lock: true });
    if (!before) throw notFound('The person');
    const after = {
      decisions: decisions ?? before.decisions,
      reminders: reminders ?? before.reminders,
      digest: digest ?? before.digest,
      locale: locale ?? before.locale,
    };
    const details = changesBetween(before, after);
    if (Object.keys(details).length === 0) return;
    await savePreferences(tx, userId, after);
    const subject = { type: 'user', id: userId, name: caller.viewer.actor.login! } as const;
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      { log: { userId }, action: 'user.update_notifications', subject, details },
    ]);
  });
}

const changesBetween = (before: Preferences, after: Preferences) =>
  Object.fromEntries(
    (Object.keys(after) as (keyof Preferences)[])
      .filter((name) => before[name] !== after[name])
      .map((name) => [name, { from: before[name], to: after[name] }]),
  );
