# Ports and passwords of a stack: made up on its first start, then kept, so that a restart changes neither.
# shellcheck shell=bash

# settings_complete makes up what the settings file does not say. Under the lock only; the file changes at one stroke, as
# others may be reading it.
settings_complete() {
  (umask 077 && cat "$SETTINGS" >"$SETTINGS.new" 2>/dev/null) || true
  setting NEO4J_PORT free_port
  setting NEO4J_PASSWORD secret
  setting REDIS_PORT free_port
  setting REDIS_PASSWORD secret
  setting S3_PORT free_port
  setting S3_ACCESS_KEY echo upline
  setting S3_SECRET_KEY secret
  setting VERSITYGW_PORT free_port
  setting UPLINE_TOKENS operator
  setting UPLINE_SECRET secret
  mv "$SETTINGS.new" "$SETTINGS"
}

# setting NAME COMMAND…: unless the file says it, the command makes it up.
setting() { grep -q "^$1=" "$SETTINGS.new" || echo "$1=$("${@:2}")" >>"$SETTINGS.new"; }

# settings_forget NAME: has it made up anew.
settings_forget() {
  (umask 077 && sed "/^$1=/d" "$SETTINGS" >"$SETTINGS.new")
  mv "$SETTINGS.new" "$SETTINGS"
  settings_complete
  settings_read
}

# settings_read sets the variables NEO4J_PORT and so on.
settings_read() {
  local name
  for name in NEO4J_PORT NEO4J_PASSWORD REDIS_PORT REDIS_PASSWORD S3_PORT S3_ACCESS_KEY S3_SECRET_KEY VERSITYGW_PORT UPLINE_TOKENS UPLINE_SECRET; do
    printf -v "$name" '%s' "$(sed -n "s/^$name=//p" "$SETTINGS")"
  done
}

# settings_known is for commands that only look: before the first start there is nothing to look at.
settings_known() {
  [[ $WAY != yours ]] || return 0
  [[ -f $SETTINGS && -f $STATE/way ]] || fail "there is no stack yet: ./stack up starts one"
  settings_read
}

# settings_env prints where the stores of this stack are, who may use the API, and the secret of accounts, as lines for a shell. Everything is on the loopback.
settings_env() {
  cat <<END
export NEO4J_URI=bolt://127.0.0.1:$NEO4J_PORT
export NEO4J_USER=neo4j
export NEO4J_PASSWORD=$NEO4J_PASSWORD
export REDIS_URL=redis://:$REDIS_PASSWORD@127.0.0.1:$REDIS_PORT/0
export S3_ENDPOINT=http://127.0.0.1:$S3_PORT
export S3_ACCESS_KEY=$S3_ACCESS_KEY
export S3_SECRET_KEY=$S3_SECRET_KEY
export UPLINE_TOKENS=$UPLINE_TOKENS
export UPLINE_SECRET=$UPLINE_SECRET
END
  [[ ! -d $STATE/versitygw ]] || echo "export VERSITYGW_ENDPOINT=http://127.0.0.1:$VERSITYGW_PORT" # its keys are those of S3
}

# secret prints 192 random bits in letters that need no quoting in any file, shell or URL.
secret() { od -An -v -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# operator prints who may use the API, and by which token, as upline serve wants it.
operator() { echo "operator=$(secret)"; }

# free_port prints a port that nobody listens on, below those that the kernel hands out to outgoing connections.
free_port() {
  local port
  while
    port=$((20000 + RANDOM % 12000))
    reached 127.0.0.1 "$port" || grep -q "_PORT=$port$" "$SETTINGS.new"
  do :; done
  echo "$port"
}
