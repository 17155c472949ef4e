import type { Level } from '@countersign/schema';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../api/graphql/context.ts';
import { Needs, Open } from '../../api/graphql/field-access.ts';
import { databaseIdIn } from '../../api/graphql/global-id.ts';
import { MutationInput, MutationPayload } from '../../api/graphql/mutation.type.ts';
import { PermissionInput } from '../../api/graphql/permission.type.ts';
import { RowType } from '../../api/graphql/row-type.ts';
import { notFound } from '../../errors.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { OrganizationType } from '../organizations/organization.type.ts';
import type { RepositorySelection } from '../tokens/token.entity.ts';
import { choiceOf } from '../tokens/token.resolver.ts';
import { RepositorySelectionType } from '../tokens/token.type.ts';
import { acceptAppPermissions } from './accept-app-permissions.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { AppInstallationType } from './app.type.ts';
import { installAppOn } from './install-app.ts';
import { suspendInstallation, unsuspendInstallation } from './suspend-installation.ts';
import { uninstallApp } from './uninstall-app.ts';
import { updateInstallation } from './update-installation.ts';

@InputType()
class InstallAppInput extends MutationInput {
  @Field(() => String, { description: 'The slug of the App; it gets the permissions that it asks for.' }) app: string;
  @Field(() => String) organization: string;
  @Field(() => RepositorySelectionType, { defaultValue: 'ALL', description: 'ALL or SUBSET.' })
  repositorySelection: RepositorySelection;
  @Field(() => [String], {
    nullable: true,
    defaultValue: [],
    description: 'Names within the organization, or global ids; with SUBSET.',
  })
  repositories?: string[] | null;
  @Field(() => [PermissionInput], {
    nullable: true,
    description:
      'What was shown: installed only if the App asks for exactly this still, else CONFLICT. Absent: whatever it asks for.',
  })
  permissions?: { key: string; level: Level }[] | null;
}

@InputType()
class UpdateInstallationInput extends MutationInput {
  @Field(() => ID) installationId: string;
  @Field(() => RepositorySelectionType, { description: 'ALL or SUBSET.' }) repositorySelection: RepositorySelection;
  @Field(() => [String], { nullable: true, defaultValue: [] }) repositories?: string[] | null;
}

@InputType()
class AcceptAppPermissionsInput extends MutationInput {
  @Field(() => ID) installationId: string;
  @Field(() => [PermissionInput], {
    description: 'What was shown: accepted only if the App asks for exactly this still, else CONFLICT.',
  })
  permissions: { key: string; level: Level }[];
}

/** The input of a mutation that names an installation and no more. */
function installationInput(name: string) {
  @InputType(name)
  class Input extends MutationInput {
    @Field(() => ID) installationId: string;
  }
  return Input;
}
const SuspendInstallationInput = installationInput('SuspendInstallationInput');
const UnsuspendInstallationInput = installationInput('UnsuspendInstallationInput');
const UninstallAppInput = installationInput('UninstallAppInput');
type InstallationInput = InstanceType<typeof SuspendInstallationInput>;

function installationPayload(name: string) {
  @Open('holds only an installation, which guards itself')
  @RowType(name)
  class Payload extends MutationPayload {
    @Field(() => AppInstallationType) installation: AppInstallation;
  }
  return Payload;
}
const InstallAppPayload = installationPayload('InstallAppPayload');
const UpdateInstallationPayload = installationPayload('UpdateInstallationPayload');
const AcceptAppPermissionsPayload = installationPayload('AcceptAppPermissionsPayload');
const SuspendInstallationPayload = installationPayload('SuspendInstallationPayload');
const UnsuspendInstallationPayload = installationPayload('UnsuspendInstallationPayload');

@Open('holds only an organization, which guards itself')
@RowType('UninstallAppPayload')
class UninstallAppPayload extends MutationPayload {
  @Field(() => OrganizationType) organization: Organization;
}

function idIn({ installationId }: { installationId: string }): number {
  const id = databaseIdIn('AppInstallation', installationId);
  if (id === null) throw notFound('The installation');
  return id;
}

@Resolver()
export class InstallAppResolver {
  @Needs('owner')
  @Mutation(() => InstallAppPayload)
  async installApp(@Arg('input', () => InstallAppInput) input: InstallAppInput, @Ctx() caller: Context) {
    const { clientMutationId, repositories, ...wish } = input;
    const choices = (repositories ?? []).map(choiceOf);
    return { clientMutationId, installation: await installAppOn(caller, { ...wish, repositories: choices }) };
  }

  @Needs('owner')
  @Mutation(() => UpdateInstallationPayload)
  async updateInstallation(
    @Arg('input', () => UpdateInstallationInput) input: UpdateInstallationInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId, repositorySelection } = input;
    const repositories = (input.repositories ?? []).map(choiceOf);
    const wish = { installationId: idIn(input), repositorySelection, repositories };
    return { clientMutationId, installation: await updateInstallation(caller, wish) };
  }

  @Needs('owner')
  @Mutation(() => AcceptAppPermissionsPayload)
  async acceptAppPermissions(
    @Arg('input', () => AcceptAppPermissionsInput) input: AcceptAppPermissionsInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId, permissions } = input;
    const wish = { installationId: idIn(input), permissions };
    return { clientMutationId, installation: await acceptAppPermissions(caller, wish) };
  }

  @Needs('owner')
  @Mutation(() => SuspendInstallationPayload)
  async suspendInstallation(
    @Arg('input', () => SuspendInstallationInput) input: InstallationInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId } = input;
    return { clientMutationId, installation: await suspendInstallation(caller, idIn(input)) };
  }

  @Needs('owner')
  @Mutation(() => UnsuspendInstallationPayload)
  async unsuspendInstallation(
    @Arg('input', () => UnsuspendInstallationInput) input: InstallationInput,
    @Ctx() caller: Context,
  ) {
    const { clientMutationId } = input;
    return { clientMutationId, installation: await unsuspendInstallation(caller, idIn(input)) };
  }

  @Needs('owner')
  @Mutation(() => UninstallAppPayload)
  async uninstallApp(@Arg('input', () => UninstallAppInput) input: InstallationInput, @Ctx() caller: Context) {
    return { clientMutationId: input.clientMutationId, organization: await uninstallApp(caller, idIn(input)) };
  }
}
