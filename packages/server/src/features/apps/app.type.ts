import { Field } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import { RepositorySelectionType } from '../tokens/token.type.ts';
import type { AppInstallation, InstallationSelection } from './app-installation.entity.ts';
import type { App, AppClientSecret, AppKey } from './app.entity.ts';

/** Whoever gets hold of one may know of it: `find-app` hands it out, and what it is installed on or has done. */
@BelongsTo<App>(({ ownerOrganizationId, ownerUserId }) => ({
  organizationId: ownerOrganizationId,
  userId: ownerUserId,
}))
@Open('public profile')
@RowType('App', { implements: Node })
export class AppType implements Pick<App, 'slug' | 'name' | 'clientId' | 'description' | 'isPublic'> {
  @Field(() => String) slug: string;
  @Field(() => String) name: string;
  @Field(() => String) clientId: string;
  @Field(() => String, { nullable: true }) description: string | null;
  @Field(() => Boolean, { description: 'Any organization may let it in; else only the one that it belongs to.' })
  isPublic: boolean;
}

export const AppConnection = connectionOf('App', () => AppType);

@Open('reached only through its App, which shows it to its owners')
@RowType('AppKey', { implements: Node })
export class AppKeyType implements Pick<AppKey, 'createdAt'> {
  @Field(() => DateTime) createdAt: Date;
}

@Open('reached only through its App, which shows it to its owners')
@RowType('AppClientSecret', { implements: Node })
export class AppClientSecretType implements Pick<AppClientSecret, 'lastEight' | 'createdAt'> {
  @Field(() => String) lastEight: string;
  @Field(() => DateTime) createdAt: Date;
}

type Shown = 'repositorySelection' | 'createdAt' | 'suspendedAt';

@BelongsTo<AppInstallation>(({ organizationId }) => ({ organizationId }))
@Needs('owner')
@RowType('AppInstallation', { implements: Node })
export class AppInstallationType implements Pick<AppInstallation, Shown> {
  @Field(() => RepositorySelectionType) repositorySelection: InstallationSelection;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) suspendedAt: Date | null;
}

export const AppInstallationConnection = connectionOf('AppInstallation', () => AppInstallationType);
