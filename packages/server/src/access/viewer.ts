import { appPermissionOf, type Level, permissionOf } from '@countersign/schema';
import { AppError, forbidden, notFound, unauthenticated } from '../errors.ts';
import type { TokenPolicy } from '../features/token-policies/token-policy.rules.ts';
import {
  type Action,
  type Bearer,
  decideAccess,
  type Holding,
  type Refusal,
  type Resource,
  type Verdict,
} from './access.rules.ts';
import { obstacleOfClassic } from './obstacles.rules.ts';
import { seesOrganizations } from './scopes.rules.ts';

/** Who is written down as having done something, with what credential and from where. */
export type Actor = Readonly<{
  userId: number | null;
  appId: number | null;
  /** The login of the person, or of the App `review-bot[bot]`, which can be nobody's login: no App decides in the name of a person. */
  login: string | null;
  credentialKind:
    | 'SESSION'
    | 'FINE_GRAINED'
    | 'CLASSIC'
    | 'APP_USER'
    | 'APP_INSTALLATION'
    | 'APP_KEY'
    | 'COMMAND'
    | null;
  credentialId: number | null;
  ip: string | null;
  requestId: string | null;
}>;

/** What the viewer has, by id: organizations, and the enterprises that a person in a browser is an owner of. */
export type Belongings = Readonly<{ holdings: ReadonlyMap<number, Holding>; enterpriseIds?: readonly number[] }>;

/** `key:level` of the catalogue. */
export type AccessPermission = `${string}:${Level}`;
/** What a field or an operation may ask for; several in one demand are alternatives. */
export type Requirement = AccessPermission | 'self' | 'session' | 'member' | 'owner' | 'enterprise-owner';
export type Demand = readonly Requirement[];

/** Whose a row is. A repository says more, because what one may do there hangs on the repository. */
export type Subject = Readonly<{
  organizationId?: number | null;
  enterpriseId?: number | null;
  userId?: number | null;
  repository?: Extract<Resource, { kind: 'REPOSITORY' }>;
}>;

/** A password given longer ago than this is asked for again before credentials, keys or policy are made. (SN-3) */
const PASSWORD_FRESH = 2 * 60 * 60 * 1000;

/** A handful, which the rows of every list are asked about. */
const actions = new Map<AccessPermission, Action>();

export function actionOf(permission: AccessPermission): Action {
  const known = actions.get(permission);
  if (known) return known;
  const [key, level] = permission.split(':') as [string, Level];
  const action = { key, level };
  actions.set(permission, action);
  return action;
}

/** Who is asking: a person in a browser, a token that acts for a person with fewer rights, or an App. Made anew for each request. */
export class Viewer {
  private readonly answers = new Map<Demand, Map<string, AppError | null>>();
  private readonly met = new Map<readonly Demand[], Set<object>>();

  private readonly holdings: Map<number, Holding>;
  readonly enterpriseIds: readonly number[];

  constructor(
    readonly bearer: Bearer,
    readonly actor: Actor,
    { holdings, enterpriseIds = [] }: Belongings,
    private readonly passwordGivenAt: Date | null = null,
  ) {
    this.holdings = new Map(holdings);
    this.enterpriseIds = enterpriseIds;
  }

  /** What the viewer got by this very request, and is shown in its answer: an organization of their own. */
  gain(organizationId: number, holding: Holding): void {
    this.holdings.set(organizationId, holding);
  }

  /** The person behind the credential; null for Apps and for nobody. */
  get userId(): number | null {
    return 'userId' in this.bearer ? this.bearer.userId : null;
  }

  get isSession(): boolean {
    return this.bearer.kind === 'SESSION';
  }

  /**
   * The organizations that this viewer may know of: those one is a member of; a fine-grained token of that which it is for and no other, a classic
   * one none without a scope for it, an App of that where it is installed, and for a person of those where both are. (GT-3)
   */
  get organizationIds(): number[] {
    const { bearer } = this;
    if (bearer.kind === 'APP_INSTALLATION') return [...this.holdings.keys()];
    if (bearer.kind === 'CLASSIC' && !seesOrganizations(bearer.scopes)) return [];
    const ids = [...this.holdings].flatMap(([id, { role }]) => (role === null ? [] : [id]));
    if (bearer.kind === 'APP_USER') return ids.filter((id) => bearer.reaches.has(id));
    if (bearer.kind !== 'FINE_GRAINED') return ids;
    return ids.filter((id) => bearer.owner.kind === 'ORGANIZATION' && bearer.owner.id === id);
  }

  /** The organizations whose policy refuses the classic token that asks. (PO-4, PO-5) */
  get refusingOrganizationIds(): number[] {
    const { bearer } = this;
    if (bearer.kind !== 'CLASSIC') return [];
    return [...this.holdings].flatMap(([id, holding]) => (obstacleOfClassic(bearer, holding) ? [id] : []));
  }

  /** Every organization that the bearer has anything in, whether the credential reaches it or not. */
  get holdingIds(): number[] {
    return [...this.holdings.keys()];
  }

  roleIn(organizationId: number): 'OWNER' | 'MEMBER' | null {
    return this.holdings.get(organizationId)?.role ?? null;
  }

  holdingOf(organizationId: number): Holding | null {
    return this.holdings.get(organizationId) ?? null;
  }

  /** What an organization demands of this person's tokens now; null for strangers to it. */
  policyOf(organizationId: number): TokenPolicy | null {
    return this.holdings.get(organizationId)?.policy ?? null;
  }

  /** What `access.rules.ts` says of this permission on this subject. */
  judge(permission: AccessPermission, subject: Subject): Verdict {
    const action = actionOf(permission);
    const resource = this.resourceFor(action, subject);
    const organizationId = resource?.kind === 'REPOSITORY' ? ownerId(resource) : (subject.organizationId ?? null);
    return decideAccess(this.bearer, action, resource, organizationId === null ? null : this.holdingOf(organizationId));
  }

  can(permission: AccessPermission, subject: Subject): boolean {
    return this.judge(permission, subject).allowed;
  }

  /**
   * A stranger to the subject is told that there is nothing; one who may know of it, what is missing. `what` names it as where there is none by that
   * name: other words would tell that there is one.
   */
  mustHave(permission: AccessPermission, subject: Subject, what?: string): void {
    const verdict = this.judge(permission, subject);
    if (!verdict.allowed) throw errorOf(verdict.because, what);
  }

  /** For what only people in a browser may do; no token and no App, whatever it carries. (AP-5) */
  mustBeSession(): number {
    if (this.bearer.kind === 'ANONYMOUS') throw unauthenticated();
    if (this.bearer.kind !== 'SESSION') throw forbidden('Only a signed-in person may do this, not a token.');
    return this.bearer.userId;
  }

  /** The same, and the password was given lately. (SN-3) */
  mustBeFreshSession(now: Date): number {
    const userId = this.mustBeSession();
    if (!this.passwordGivenAt || now.getTime() - this.passwordGivenAt.getTime() > PASSWORD_FRESH)
      throw forbidden('Confirm your password to go on.', { reauthenticate: true });
    return userId;
  }

  /** The first wall: may this kind of credential ever meet these demands? What the row says comes after. */
  mustBeOfAKindFor(demands: readonly Demand[]): void {
    if (demands.length === 0) return;
    if (this.bearer.kind === 'ANONYMOUS') throw unauthenticated();
    const kind = this.bearer.kind;
    const unmet = demands.find((demand) => !demand.some((requirement) => isOfAKindFor(kind, requirement)));
    if (unmet) throw forbidden('This kind of credential may not do this.', permissionIn(unmet));
  }

  /**
   * Throws unless the row's subject meets each demand. Decided once for all rows of one subject; for a row that met this very list it is a look into a
   * set, so that the fields of a row cost nothing after the first.
   */
  mustMeet<Row extends object>(demands: readonly Demand[], row: Row, subjectOf: (row: Row) => Subject): void {
    let rows = this.met.get(demands);
    if (rows?.has(row)) return;
    const subject = subjectOf(row);
    for (const demand of demands) {
      const error = this.askOnce(demand, subject);
      if (error) throw error;
    }
    if (!rows) this.met.set(demands, (rows = new Set()));
    rows.add(row);
  }

  private askOnce(demand: Demand, subject: Subject): AppError | null {
    const { organizationId, enterpriseId, userId, repository } = subject;
    const about = `${organizationId ?? ''} ${enterpriseId ?? ''} ${userId ?? ''} ${repository?.id ?? ''}`;
    let answers = this.answers.get(demand);
    if (!answers) this.answers.set(demand, (answers = new Map()));
    let answer = answers.get(about);
    if (answer === undefined) {
      answer = this.refusalOf(demand, subject);
      answers.set(about, answer);
    }
    return answer;
  }

  private refusalOf(demand: Demand, subject: Subject): AppError | null {
    const refusals: Refusal[] = [];
    for (const requirement of demand) {
      if (!requirement.includes(':')) {
        if (this.is(requirement, subject)) return null;
        continue;
      }
      const verdict = this.judge(requirement as AccessPermission, subject);
      if (verdict.allowed) return null;
      refusals.push(verdict.because);
    }
    if (this.bearer.kind === 'ANONYMOUS') return unauthenticated();
    // The first permission named is the ordinary one: where that says there is nothing, the others do not tell more.
    if (refusals[0]) return errorOf(refusals[0]);
    if (subject.organizationId && this.roleIn(subject.organizationId) === null) return notFound();
    return forbidden('This is not yours to see.');
  }

  private is(requirement: Requirement, { organizationId, enterpriseId, userId }: Subject): boolean {
    if (!this.isSession) return false;
    const role = organizationId ? this.roleIn(organizationId) : null;
    switch (requirement) {
      case 'session':
        return true;
      case 'self':
        return userId != null && userId === this.userId;
      case 'member':
        return role !== null;
      case 'owner':
        return role === 'OWNER';
      case 'enterprise-owner':
        return enterpriseId != null && this.enterpriseIds.includes(enterpriseId);
      default:
        return false;
    }
  }

  private resourceFor({ key }: Action, { organizationId, userId, repository }: Subject): Resource | null {
    const group = (appPermissionOf(key) ?? { resource: null }).resource;
    if (group === 'repository') return repository ?? null;
    if (group === 'user') return userId ? { kind: 'USER', id: userId } : null;
    if (!organizationId) return null;
    return { kind: 'ORGANIZATION', id: organizationId, userRole: this.roleIn(organizationId) };
  }
}

const ownerId = ({ owner }: Extract<Resource, { kind: 'REPOSITORY' }>) =>
  owner.kind === 'ORGANIZATION' ? owner.id : null;

function isOfAKindFor(kind: Bearer['kind'], requirement: Requirement): boolean {
  if (kind === 'SESSION') return true;
  if (!requirement.includes(':')) return false;
  // A personal token can hold what is in the catalogue; the review permissions are not. (RQ-11)
  return (
    kind === 'APP_INSTALLATION' ||
    kind === 'APP_USER' ||
    permissionOf(actionOf(requirement as AccessPermission).key) !== null
  );
}

const permissionIn = (demand: Demand) => {
  const permission = demand.find((requirement) => requirement.includes(':'));
  return permission ? { permission } : {};
};

/** A refusal as the error that every door translates. */
function errorOf(refusal: Refusal, what?: string): AppError {
  if (refusal.code === 'UNAUTHENTICATED') return unauthenticated();
  if (refusal.code === 'NOT_FOUND') return notFound(what);
  const { message, permission, policy, mendAt } = refusal;
  return forbidden(message, { permission, policy, mendAt });
}
