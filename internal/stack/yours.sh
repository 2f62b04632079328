# The way of your own servers: NEO4J_URI, REDIS_URL and S3_ENDPOINT name them. They are checked, and left alone.
# shellcheck shell=bash

# yours_named: all three are set, and not to what this stack itself printed by `env`.
yours_named() {
  local ours
  case ${NEO4J_URI:+n}${REDIS_URL:+r}${S3_ENDPOINT:+s} in
    nrs) ;;
    ?*) say "only some of NEO4J_URI, REDIS_URL and S3_ENDPOINT are set: they are not looked at"; return 1 ;;
    *) return 1 ;;
  esac
  ours=$(sed -n 's/^NEO4J_PORT=//p' "$SETTINGS" 2>/dev/null || true)
  [[ $NEO4J_URI != "bolt://127.0.0.1:$ours" ]]
}

yours_env() {
  local name
  for name in NEO4J_URI NEO4J_USER NEO4J_PASSWORD REDIS_URL S3_ENDPOINT S3_ACCESS_KEY S3_SECRET_KEY; do
    [[ -z ${!name:-} ]] || printf 'export %s=%q\n' "$name" "${!name}"
  done
}

yours_up() { yours_status >&2 || fail "name servers that answer, or unset NEO4J_URI, REDIS_URL and S3_ENDPOINT to have them started here"; }
yours_down() { say "these are your own servers: left as they are"; }
yours_empty() { fail "these are your own servers: --fresh would empty them, and is refused"; }
yours_start() { fail "these are your own servers: start $1 yourself"; }
yours_kill() { fail "these are your own servers: end $1 yourself"; }
yours_dump() { fail "these are your own servers: stop Neo4j there and run neo4j-admin database dump neo4j; upline backup needs no stop"; }
yours_load() { fail "these are your own servers: stop Neo4j there and run neo4j-admin database load neo4j --overwrite-destination"; }
yours_logs() { fail "these are your own servers: their logs are with them"; }

yours_status() {
  local all=0
  yours_check NEO4J_URI "$NEO4J_URI" 7687 || all=1
  yours_check REDIS_URL "$REDIS_URL" 6379 || all=1
  yours_check S3_ENDPOINT "$S3_ENDPOINT" 80 || all=1
  return $all
}

URL='^([a-z0-9+]+)://(([^@/]*)@)?([^]/:@[]+|\[[0-9a-f:]+\])(:([0-9]+))?(/|$)' # scheme, user:password, host, port

# yours_check NAME URL PORT: does the server of that variable answer? Where it speaks TLS, only whether it listens.
yours_check() {
  local name=$1 url=$2 port=$3 state="up" user="" password="" host
  [[ $url =~ $URL ]] || fail "$name is no URL with a scheme and a host: $url"
  host=${BASH_REMATCH[4]#"["} host=${host%"]"}
  port=${BASH_REMATCH[6]:-$port}
  [[ $url != https:* || -n ${BASH_REMATCH[6]} ]] || port=443
  if [[ -n ${BASH_REMATCH[3]} ]]; then
    user=$(url_decoded "${BASH_REMATCH[3]%%:*}")
    password=$(url_decoded "${BASH_REMATCH[3]#*:}")
  fi
  case $url in
    bolt://* | neo4j://*) neo4j_answers "$host" "$port" "${NEO4J_USER:-neo4j}" "${NEO4J_PASSWORD:-}" || state="does not answer, or not with NEO4J_USER and NEO4J_PASSWORD" ;;
    redis://*) redis_answers "$host" "$port" "$user" "$password" || state="does not answer, or not with the password in the URL" ;;
    http://*) [[ -n $(http_status "$host" "$port" /) ]] || state="does not answer" ;;
    *) reached "$host" "$port" || state="nobody listens" ;;
  esac
  printf '%-11s %s:%s: %s\n' "$name" "$host" "$port" "$state"
  [[ $state == up ]]
}

url_decoded() { printf '%b' "${1//%/\\x}"; }
