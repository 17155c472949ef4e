import type { Actor } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { problemWithLogin } from '../users/login.rules.ts';
import type { User } from '../users/user.entity.ts';
import type { Enterprise } from './enterprise.entity.ts';
import { findEnterpriseBySlug, insertEnterprise, insertEnterpriseOwner } from './enterprise.store.ts';

type By = { actor: Actor; now: Date };
type Person = Pick<User, 'id' | 'login'>;

/** Makes an enterprise with its first owner, which demands nothing of tokens yet. INVALID names the bad field. */
export async function createEnterprise(
  tx: Tx,
  input: { slug: string; name?: string | null; owner: Person },
  by: By,
): Promise<Enterprise> {
  const slug = input.slug.toLowerCase();
  const problem = problemWithLogin(slug);
  if (problem) throw invalid({ slug: problem });
  const name = input.name?.trim() || slug;
  if (name.length > 100) throw invalid({ name: 'A name has at most 100 characters.' });
  const enterprise = await insertEnterprise(tx, { slug, name, createdAt: by.now });
  if (!enterprise) throw invalid({ slug: `The name ${slug} is taken.` });
  const subject = { type: 'enterprise', id: enterprise.id, name: slug } as const;
  await recordAudit(tx, by.actor, by.now, [
    { log: { enterpriseId: enterprise.id }, action: 'business.create', subject, details: { name } },
  ]);
  await takeIn(tx, enterprise, input.owner, by);
  return enterprise;
}

/** Makes a person an owner of an enterprise. INVALID when there is no such enterprise, or the person is one already. */
export async function addEnterpriseOwner(
  tx: Tx,
  { slug, person }: { slug: string; person: Person },
  by: By,
): Promise<Enterprise> {
  const enterprise = await enterpriseBySlug(tx, slug);
  await takeIn(tx, enterprise, person, by);
  return enterprise;
}

/** An enterprise for who runs the server. INVALID when there is none by that name. */
export async function enterpriseBySlug(tx: Tx, slug: string): Promise<Enterprise> {
  const enterprise = await findEnterpriseBySlug(tx, slug);
  if (!enterprise) throw invalid({ enterprise: `There is no enterprise called ${slug}.` });
  return enterprise;
}

async function takeIn(tx: Tx, enterprise: Enterprise, person: Person, { actor, now }: By): Promise<void> {
  if (!(await insertEnterpriseOwner(tx, { enterpriseId: enterprise.id, userId: person.id })))
    throw invalid({ owner: `${person.login} is an owner of ${enterprise.slug} already.` });
  const subject = { type: 'user', id: person.id, name: person.login } as const;
  await recordAudit(tx, actor, now, [{ log: { enterpriseId: enterprise.id }, action: 'business.add_admin', subject }]);
}
