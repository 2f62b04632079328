# The local way: each store a process of this machine, with its folder $STATE/STORE: data, log, pid, configuration.
# shellcheck shell=bash

local_env() { settings_env; }

local_up() {
  local store
  install "${STORES[@]}"
  for store in "${STORES[@]}"; do launch "$store"; done
  for store in "${STORES[@]}"; do await "$store"; done
}

local_down() {
  local store
  for store in "${STORES[@]}" "${OTHERS[@]}"; do stop "$store" & done
  wait
}

local_empty() {
  local_down
  local store
  for store in "${STORES[@]}" "${OTHERS[@]}"; do rm -rf "${STATE:?}/$store"; done
}

local_start() {
  install "$1"
  launch "$1"
  await "$1"
}

local_kill() {
  local pid
  pid=$(pid_of "$1") || fail "$1 is not running"
  kill -KILL "$pid"
  while pid_of "$1" >/dev/null; do sleep 0.05; done
}

local_runs() { pid_of "$1" >/dev/null; }
local_stop() { stop "$1"; }
local_data() { neo4j_data "$STATE/neo4j/data" "$1"; }

# local_admin ARGUMENT…: neo4j-admin, with the configuration of the server.
local_admin() {
  local home=$STATE/neo4j
  [[ -f $home/conf/neo4j.conf ]] || fail "this stack has never had a Neo4j: ./stack up first"
  install neo4j
  NEO4J_HOME=$home NEO4J_CONF=$home/conf "$JAVA" -Xmx"${NEO4J_HEAP_MAX:-3g}" "${NEO4J_JAVA[@]}" -cp "$NEO4J_LIB/*" org.neo4j.cli.AdminTool "$@" 9>&-
}

local_status() {
  local store state all=0
  for store in "${STORES[@]}" "${OTHERS[@]}"; do
    [[ " ${STORES[*]} " == *" $store "* || -d $STATE/$store ]] || continue
    state="down"
    if pid_of "$store" >/dev/null; then
      state="silent" # it runs, but does not answer
      local_answers "$store" && state="up"
    fi
    [[ $state == up ]] || all=1
    printf '%-9s %-7s %-24s %-12s %s\n' "$store" "$state" "127.0.0.1:$(port_of "$store")" "pid $(pid_of "$store" || echo -)" "$STATE/$store/data"
  done
  return $all
}

local_logs() {
  local store
  for store; do
    printf '== %s\n' "$STATE/$store/log"
    tail -n 50 "$STATE/$store/log" 2>/dev/null || true
  done
}

local_answers() {
  case $1 in
    neo4j) neo4j_answers 127.0.0.1 "$NEO4J_PORT" neo4j "$NEO4J_PASSWORD" ;;
    redis) redis_answers 127.0.0.1 "$REDIS_PORT" default "$REDIS_PASSWORD" ;;
    minio) minio_answers 127.0.0.1 "$S3_PORT" ;;
    versitygw) versitygw_answers 127.0.0.1 "$VERSITYGW_PORT" ;;
  esac
}

port_name() { case $1 in neo4j) echo NEO4J_PORT ;; redis) echo REDIS_PORT ;; minio) echo S3_PORT ;; versitygw) echo VERSITYGW_PORT ;; esac; }

port_of() {
  local name
  name=$(port_name "$1")
  echo "${!name}"
}

# launch STORE: starts it unless it runs. Does not wait, so that all three start at once.
launch() {
  ! pid_of "$1" >/dev/null || return 0
  if reached 127.0.0.1 "$(port_of "$1")"; then
    say "port $(port_of "$1") of $1 has been taken by another program: choosing a new one"
    settings_forget "$(port_name "$1")"
  fi
  mkdir -p "$STATE/$1/data"
  [[ ! -f $STATE/$1/log ]] || mv "$STATE/$1/log" "$STATE/$1/log.old"
  "launch_$1"
}

# spawn STORE COMMAND…: a process of its own that outlives us, and holds no lock of ours.
spawn() {
  local home=$STATE/$1
  shift
  setsid "$@" >>"$home/log" 2>&1 </dev/null 9>&- &
  stamp $! >"$home/pid"
}

# await STORE: until it answers; within three minutes, as a large store that was killed takes time to recover.
await() {
  local from=$SECONDS
  until local_answers "$1"; do
    pid_of "$1" >/dev/null || fail_with_log "$1" "ended while it started"
    ((SECONDS - from < 180)) || fail_with_log "$1" "does not answer at port $(port_of "$1") after three minutes"
    sleep 0.2
  done
  say "$1 is up at 127.0.0.1:$(port_of "$1")"
}

fail_with_log() {
  tail -n 20 "$STATE/$1/log" | sed 's/^/  | /' >&2
  fail "$1 $2; its log is $STATE/$1/log"
}

# stop STORE: asks it to end, and waits; Neo4j writes a checkpoint first.
stop() {
  local pid from=$SECONDS
  if pid=$(pid_of "$1"); then
    kill "$pid"
    while pid_of "$1" >/dev/null; do
      ((SECONDS - from < 120)) || { say "$1 does not end: killing it"; kill -KILL "$pid"; break; }
      sleep 0.1
    done
    say "$1 is down"
  fi
  rm -f "$STATE/$1/pid"
}

# pid_of STORE prints its pid if the process that we started still lives. A number alone does not tell: it is used again
# for another process sooner or later, and that one is not ours to kill.
pid_of() {
  local pid
  read -r pid _ 2>/dev/null <"$STATE/$1/pid" && [[ $(stamp "$pid") == "$(<"$STATE/$1/pid")" ]] && echo "$pid"
}

# stamp PID prints what only this process has: pid, start time in ticks since boot, and which boot. Not for the dead.
stamp() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # After the name in brackets, which may hold anything, comes the state, field 3 of proc(5); field 22 is the start time.
  # shellcheck disable=SC2086 # words are wanted
  set -- "$1" ${stat##*) }
  [[ $2 != [ZX] ]] && echo "$1 ${21} $(</proc/sys/kernel/random/boot_id)"
}

launch_redis() {
  local home=$STATE/redis
  (umask 077 && cat >"$home/redis.conf") <<END
bind 127.0.0.1
port $REDIS_PORT
requirepass $REDIS_PASSWORD
dir "$home/data"
appendonly yes
appendfsync always
maxmemory-policy noeviction
save ""
END
  spawn redis redis-server "$home/redis.conf"
}

launch_minio() {
  MINIO_ROOT_USER=$S3_ACCESS_KEY MINIO_ROOT_PASSWORD=$S3_SECRET_KEY MINIO_BROWSER=off MINIO_UPDATE=off \
    spawn minio "$MINIO" server --address "127.0.0.1:$S3_PORT" --certs-dir "$STATE/minio/certs" "$STATE/minio/data"
}

# launch_versitygw has a folder for the objects, and one for their earlier versions. Without --keep-alive each connection serves one call: kept ones
# were answered 400 by v1.8.0 for the rest of a body that it had not read.
launch_versitygw() {
  local home=$STATE/versitygw
  mkdir -p "$home/versions"
  ROOT_ACCESS_KEY_ID=$S3_ACCESS_KEY ROOT_SECRET_ACCESS_KEY=$S3_SECRET_KEY \
    spawn versitygw "$VERSITYGW" --port "127.0.0.1:$VERSITYGW_PORT" --quiet --health "$VERSITYGW_HEALTH" \
    posix --versioning-dir "$home/versions" "$home/data"
}

NEO4J_JAVA=(
  -XX:+UseG1GC -XX:-OmitStackTraceInFastThrow -XX:+DisableExplicitGC
  -Djdk.nio.maxCachedBufferSize=1024 -Dio.netty.tryReflectionSetAccessible=true
  -Dorg.neo4j.shaded.lucene9.vectorization.upperJavaFeatureVersion=21
  --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED
  --add-opens=java.base/java.io=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
  --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
)

launch_neo4j() {
  local home=$STATE/neo4j
  mkdir -p "$home/conf"
  cat >"$home/conf/neo4j.conf" <<END
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$NEO4J_PORT
server.bolt.advertised_address=127.0.0.1:$NEO4J_PORT
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=${NEO4J_PAGECACHE:-1g}
server.config.strict_validation.enabled=true
# A lock that nobody gives back, or one transaction that takes all memory, must fail and not hang or kill the server.
db.lock.acquisition.timeout=30s
db.memory.transaction.max=${NEO4J_TRANSACTION_MAX:-2g}
# Logs of transactions serve recovery alone: there is no incremental backup in this edition that would want old ones.
db.tx_log.rotation.size=128m
db.tx_log.rotation.retention_policy=1 files
db.logs.query.enabled=OFF
dbms.usage_report.enabled=false
END
  [[ -d $home/data/databases/system ]] || neo4j_first_password "$home"
  spawn neo4j "$JAVA" -Xms"${NEO4J_HEAP_INITIAL:-1g}" -Xmx"${NEO4J_HEAP_MAX:-3g}" "${NEO4J_JAVA[@]}" -cp "$NEO4J_LIB/*" \
    org.neo4j.server.CommunityEntryPoint --home-dir="$home" --config-dir="$home/conf" --console-mode
}

# neo4j_first_password HOME: by a file of arguments, since those of a command line are there for all to see.
neo4j_first_password() {
  (umask 077 && cat >"$1/password.args") <<END
-cp "$NEO4J_LIB/*" org.neo4j.server.startup.Neo4jAdminCommand dbms set-initial-password $NEO4J_PASSWORD
END
  NEO4J_HOME=$1 NEO4J_CONF=$1/conf "$JAVA" "${NEO4J_JAVA[@]}" @"$1/password.args" >"$1/log" 2>&1 9>&- ||
    fail_with_log neo4j "did not take its password"
  rm "$1/password.args"
}
