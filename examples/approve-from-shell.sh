#!/bin/sh
# Approves token requests of an organization, with curl and node alone.
#
#   approve-from-shell.sh                    lists what waits for a decision
#   approve-from-shell.sh ID...              approves these requests
#   approve-from-shell.sh --matching TEXT    approves all whose token name, requester or reason holds TEXT
#
# Environment: COUNTERSIGN_URL (http://localhost:4000), ORG (acme), and TOKEN, an installation token of an App that may write
# token requests. In the demonstration (DATA_DIR is .countersign unless you set it):
#
#   export TOKEN=$(packages/server/bin/countersign.js app token --org acme \
#     --app "$(node -p 'JSON.parse(fs.readFileSync(".countersign/demo/review-bot.json")).appId')" --key .countersign/demo/review-bot.pem)
#
# One line for each request; ends with 1 when any of them could not be approved.
set -eu

URL=${COUNTERSIGN_URL:-http://localhost:4000}
ORG=${ORG:-acme}

die() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 2
}

[ -n "${TOKEN:-}" ] || die 'set TOKEN to an installation token (see the first lines of this script)'
command -v curl >/dev/null || die 'curl is needed'
command -v node >/dev/null || die 'node is needed'

# Sends a GraphQL body, prints `data`. The token goes in by standard input: arguments can be read by everybody on the machine.
ask() {
  answer=$(printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
    curl --silent --show-error --config - --header 'Content-Type: application/json' --data-binary "$1" "$URL/api/graphql") ||
    die "no answer from $URL"
  printf '%s' "$answer" | node -p '
    const text = fs.readFileSync(0, "utf8");
    let answer = {};
    try { answer = JSON.parse(text); } catch { answer = { errors: [{ message: `not an answer of Countersign: ${text.slice(0, 200)}` }] }; }
    if (answer.errors) {
      for (const { message, extensions } of answer.errors) console.error(`${extensions?.code ?? "ERROR"}: ${message}`);
      process.exit(1);
    }
    JSON.stringify(answer.data);' || exit 2
}

LIST='query Waiting($org: String!, $text: String, $after: String) {
  organization(login: $org) {
    tokenRequests(filter: { text: $text }, orderBy: { field: CREATED_AT, direction: ASC }, first: 100, after: $after) {
      nodes {
        databaseId reason requester { login } token { name }
        permissions { repository { key level } organization { key level } user { key level } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}'

# Prints what waits, one line each: id, token, requester, permissions, reason, with tabs between.
list() {
  after=
  while :; do
    body=$(node -p 'const [, query, org, text, after] = process.argv;
      JSON.stringify({ query, variables: { org, text: text || null, after: after || null } })' -- "$LIST" "$ORG" "${1:-}" "$after")
    page=$(ask "$body")
    # What people wrote is shown without line breaks and without what a terminal would obey.
    printf '%s' "$page" | node -e '
      const plain = (text) => (text ?? "").replace(/[\s\p{Cc}]+/gu, " ");
      for (const { databaseId, token, requester, permissions, reason } of JSON.parse(fs.readFileSync(0, "utf8")).organization.tokenRequests.nodes) {
        const wishes = Object.values(permissions).flat().map(({ key, level }) => `${key}:${level.toLowerCase()}`).join(" ");
        console.log([databaseId, token.name, requester.login, wishes, reason].map((text) => plain(String(text ?? ""))).join("\t"));
      }'
    after=$(printf '%s' "$page" | node -p '
      const { hasNextPage, endCursor } = JSON.parse(fs.readFileSync(0, "utf8")).organization.tokenRequests.pageInfo;
      hasNextPage ? endCursor : ""')
    [ -n "$after" ] || break
  done
}

APPROVE='mutation Approve($input: ApproveTokenRequestsInput!) {
  approveTokenRequests(input: $input) {
    approved { databaseId requester { login } token { name } }
    failures { requestId code message }
  }
}'

# Approves up to 100 requests by id; prints what became of each.
approve() {
  body=$(node -p 'const [, query, organization, ...requestIds] = process.argv;
    JSON.stringify({ query, variables: { input: { organization, requestIds } } })' -- "$APPROVE" "$ORG" "$@") || return 2
  outcome=$(ask "$body") || return 2
  printf '%s' "$outcome" | node -e '
    const { approved, failures } = JSON.parse(fs.readFileSync(0, "utf8")).approveTokenRequests;
    for (const { databaseId, token, requester } of approved) console.log(`approved\t${databaseId}\t${token.name} (${requester.login})`);
    for (const { requestId, code, message } of failures) console.log(`failed\t${requestId}\t${code}: ${message}`);
    process.exit(failures.length > 0 ? 1 : 0);'
}

case ${1:-} in
  '')
    list
    exit
    ;;
  --matching)
    [ $# -eq 2 ] && [ -n "$2" ] || die 'give one TEXT after --matching'
    waiting=$(list "$2")
    if [ -z "$waiting" ]; then
      printf 'Nothing that waits in %s holds "%s".\n' "$ORG" "$2" >&2
      exit 0
    fi
    # By the ids just read: what was asked for a moment later is not approved unseen.
    # shellcheck disable=SC2046
    set -- $(printf '%s\n' "$waiting" | cut -f 1)
    ;;
  -*) die "unknown option $1: without arguments it lists what waits; with ids, or --matching TEXT, it approves" ;;
esac

for id in "$@"; do
  case $id in *[!A-Za-z0-9_-]* | '') die "\"$id\" is no id" ;; esac
done

result=0
while [ $# -gt 0 ]; do
  batch=
  count=0
  while [ $# -gt 0 ] && [ "$count" -lt 100 ]; do
    batch="$batch $1"
    count=$((count + 1))
    shift
  done
  # shellcheck disable=SC2086
  approve $batch || { [ $? -eq 1 ] && result=1 || exit 2; }
done
exit "$result"
