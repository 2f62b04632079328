# The compose way: containers by compose.yaml, with the ports and passwords of the settings file.
# shellcheck shell=bash

# compose_possible: the client is often there without a daemon, or without the compose plugin.
compose_possible() {
  command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1
}

compose() {
  compose_possible || fail "this stack lives in Docker, and no Docker daemon with the compose plugin answers: start it"
  local project=upline
  [[ $SETTINGS == "$ROOT/.env" ]] || project=upline-$(cksum <<<"$STATE" | cut -d ' ' -f 1)
  docker compose --file "$ROOT/compose.yaml" --env-file "$SETTINGS" --project-name "$project" "$@" 9>&-
}

compose_env() { settings_env; }
compose_up() { compose up --detach --wait --wait-timeout 300 "${STORES[@]}"; }
compose_down() { compose down; }
compose_empty() { compose down --volumes; }
compose_start() { compose_has "$1"; compose up --detach --wait --wait-timeout 300 "$1"; }
compose_kill() { compose_has "$1"; compose kill "$1"; }
compose_has() { [[ $1 != versitygw ]] || fail "versitygw is a process of this machine, for tests: UPLINE_STACK_WAY=local, with another UPLINE_STACK_DIR"; }
compose_status() { compose ps --all; }
compose_logs() { compose logs --tail 50 "$@"; }

compose_runs() { [[ -n $(compose ps --status running --quiet "$1") ]]; }
compose_stop() { compose stop "$1"; }

# compose_admin and compose_data work in a container of their own, upon the volume of the server.
compose_admin() { compose run --rm --no-deps -T --user neo4j --entrypoint neo4j-admin neo4j "$@"; }
compose_data() {
  compose run --rm --no-deps -T --user neo4j --entrypoint bash neo4j -c "$(declare -f neo4j_data); neo4j_data /data $1" </dev/null
}
