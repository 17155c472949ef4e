type Approver = { id: string; login: string; ownerId: string };

/** The statements that leave behind what approving all that waits leaves behind: decisions, grants, audit entries, and jobs for the mails. */
export const APPROVE_IN_SQL = ({ id, login, ownerId }: Approver): { text: string; values: unknown[] }[] => [
  {
    text: `CREATE TEMP TABLE deciding ON COMMIT DROP AS
             SELECT id, token_id, requester_id FROM token_requests WHERE organization_id = $1 AND status = 'PENDING' ORDER BY id FOR NO KEY UPDATE`,
    values: [id],
  },
  {
    text: `UPDATE token_requests SET status = 'APPROVED', decided_at = now(), decided_by_user_id = $1 WHERE id IN (SELECT id FROM deciding)`,
    values: [ownerId],
  },
  {
    text: `UPDATE token_request_permissions SET status = 'APPROVED' WHERE request_id IN (SELECT id FROM deciding)`,
    values: [],
  },
  {
    text: `UPDATE token_request_repositories SET status = 'APPROVED' WHERE request_id IN (SELECT id FROM deciding)`,
    values: [],
  },
  {
    text: `WITH granted AS (
             INSERT INTO token_grants (organization_id, token_id, user_id, membership_id, repository_selection, granted_at, search_text)
             SELECT request.organization_id, request.token_id, request.requester_id, membership.id, request.repository_selection, now(), request.search_text
               FROM deciding JOIN token_requests request USING (id)
               JOIN memberships membership ON membership.organization_id = request.organization_id AND membership.user_id = request.requester_id
             RETURNING id, token_id
           ), of AS (SELECT granted.id AS grant_id, deciding.id AS request_id FROM granted JOIN deciding USING (token_id)), permissions AS (
             INSERT INTO token_grant_permissions (grant_id, key, level)
             SELECT grant_id, key, level FROM of JOIN token_request_permissions USING (request_id)
           )
           INSERT INTO token_grant_repositories (grant_id, repository_id) SELECT grant_id, repository_id FROM of JOIN token_request_repositories USING (request_id)`,
    values: [],
  },
  {
    text: `INSERT INTO audit_entries (organization_id, action, actor_user_id, actor_login, credential_kind, subject_type, subject_id, subject, at, ip, request_id, details)
           SELECT $1, action, $2, owner.login, 'SESSION', 'token_request', deciding.id, token.name, now(), '127.0.0.1', 'bench',
                  jsonb_build_object('token_id', deciding.token_id, 'requester_id', deciding.requester_id, 'status', jsonb_build_object('from', 'PENDING', 'to', 'APPROVED'), 'reason', null)
             FROM deciding JOIN tokens token ON token.id = deciding.token_id JOIN users owner ON owner.id = $2,
                  unnest(ARRAY['personal_access_token.request_approved', 'personal_access_token.access_granted']) AS action`,
    values: [id, ownerId],
  },
  {
    text: `SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
             SELECT json_populate_record(NULL::graphile_worker.job_spec, json_build_object('identifier', 'send-mail', 'priority', 10, 'payload', json_build_object(
                      'template', 'token-request-decided', 'userId', deciding.requester_id, 'messageId', gen_random_uuid(),
                      'data', json_build_object('decision', 'APPROVED', 'tokenName', token.name, 'organization', $1::text, 'decider', $1::text, 'reason', null,
                        'tokenUrl', 'http://localhost/settings/personal-access-tokens/' || token.id))))
               FROM deciding JOIN tokens token ON token.id = deciding.token_id))`,
    values: [login],
  },
  { text: `SELECT pg_notify('token_requests', 'all')`, values: [] },
];
