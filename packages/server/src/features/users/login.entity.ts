import { Check, Entity, PrimaryColumn } from 'typeorm';

/** The one namespace of people and organizations. (SN-5) */
@Entity('logins')
@Check('logins_login_check', `login ~ '^[a-z0-9]([a-z0-9-]{0,37}[a-z0-9])?$'`)
export class Login {
  @PrimaryColumn('text') login: string;
}
