# A dump of Neo4j, which the community edition gives only while the server is stopped, and the way back. Redis and MinIO go on.
# A way has for it: WAY_admin ARGUMENT… (neo4j-admin), WAY_runs STORE, WAY_stop STORE, WAY_start STORE, and WAY_data, which
# calls neo4j_data where the data lies.
# shellcheck shell=bash

# dump FILE: whatever happens, Neo4j is started again if it ran, and the file is there whole or not at all.
dump() {
  local file=$1 log=$STATE/admin.log
  [[ -d $(dirname "$file") ]] || fail "there is no folder $(dirname "$file"): make it first"
  [[ ! -e $file && ! -L $file ]] || fail "$file is there already, and is not overwritten: name another file, or move it away"
  (umask 077 && : >"$log")
  PARTIAL=$(mktemp "$file.partial.XXXXXX") || fail "$(dirname "$file") cannot be written to"
  neo4j_pause
  say "dumping Neo4j into $file"
  ("${WAY}_admin" database dump neo4j --to-stdout >"$PARTIAL" 2>"$log") || { # apart, or a signal's trap would write there, too
    fail_with_admin_log "the dump failed, and there is no $file. If Neo4j was killed before: ./stack start neo4j, which recovers, and dump again"
  }
  [[ -s $PARTIAL ]] || fail_with_admin_log "the dump is empty, and there is no $file"
  sync "$PARTIAL"
  ln "$PARTIAL" "$file" || fail "$file cannot be made: another one came first, or this file system has no hard links"
  neo4j_resume
  say "dumped into $file, $(stat -c %s "$file" 2>/dev/null || stat -f %z "$file") bytes"
}

# load FILE [--force]: the file is loaded whole, beside the database, before that is touched.
load() {
  local file=$1 force=${2:-} log=$STATE/admin.log
  [[ -f $file && -r $file ]] || fail "there is no file $file that can be read"
  case $(head -c 4 "$file" | LC_ALL=C tr -d '\0') in DZV1 | DGV1) ;; *) fail "$file is not a dump of Neo4j: name one that ./stack dump has written" ;; esac
  [[ $force == --force ]] || neo4j_answers 127.0.0.1 "$NEO4J_PORT" neo4j "$NEO4J_PASSWORD" 'MATCH (n) WITH count(n) AS c WHERE c = 0 RETURN 1' ||
    fail "the database is not empty, or does not answer: load FILE --force replaces all that it holds"
  (umask 077 && : >"$log")
  say "reading $file"
  "${WAY}_admin" database load loading --from-stdin --overwrite-destination <"$file" >"$log" 2>&1 || {
    "${WAY}_data" drop
    fail_with_admin_log "$file cannot be loaded: it is damaged, or no dump; the database is as it was"
  }
  neo4j_pause
  "${WAY}_data" replace || fail "the loaded database could not take the place of the old one, which lies beside it as 'replaced'"
  neo4j_resume
  say "loaded $file"
}

# neo4j_pause stops Neo4j until neo4j_resume, or until we end.
PARTIAL="" PAUSED=""
neo4j_pause() {
  trap neo4j_resume EXIT
  trap 'exit 130' INT TERM # by way of EXIT, once the program that works for us has ended
  ! "${WAY}_runs" neo4j || PAUSED=yes
  "${WAY}_stop" neo4j
}

neo4j_resume() {
  trap - EXIT
  [[ -z $PARTIAL ]] || rm -f "$PARTIAL"
  [[ -z $PAUSED ]] || "${WAY}_start" neo4j
}

# neo4j_data DATA replace: the database 'loading' takes the place of 'neo4j'; drop: it goes. It runs in a container, too.
neo4j_data() {
  local data=$1 part
  rm -rf "$data"/{databases,transactions}/replaced
  for part in databases transactions; do
    [[ $2 == replace ]] || { rm -rf "$data/$part/loading"; continue; }
    [[ ! -d $data/$part/neo4j ]] || mv "$data/$part/neo4j" "$data/$part/replaced" || return 1
    mv "$data/$part/loading" "$data/$part/neo4j" || return 1
  done
  rm -rf "$data"/{databases,transactions}/replaced
}

fail_with_admin_log() {
  tr '\r' '\n' <"$STATE/admin.log" | grep -v '^Files: ' | tail -n 20 | sed 's/^/  | /' >&2 || true
  fail "$1"
}
