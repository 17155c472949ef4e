import { Field } from 'type-graphql';
import { connectionOf } from '../../api/graphql/connection.type.ts';
import { BelongsTo, Needs, Open } from '../../api/graphql/field-access.ts';
import { Node } from '../../api/graphql/node.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { DateTime } from '../../api/graphql/scalars.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import type { App } from './app.entity.ts';

@Open('public profile')
@RowType('App', { implements: Node })
export class AppType implements Pick<App, 'slug' | 'name' | 'clientId'> {
  @Field(() => String) slug: string;
  @Field(() => String) name: string;
  @Field(() => String) clientId: string;
}

@BelongsTo<AppInstallation>(({ organizationId }) => ({ organizationId }))
@Needs('owner')
@RowType('AppInstallation', { implements: Node })
export class AppInstallationType implements Pick<AppInstallation, 'createdAt' | 'suspendedAt'> {
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) suspendedAt: Date | null;
}

export const AppInstallationConnection = connectionOf('AppInstallation', () => AppInstallationType);
