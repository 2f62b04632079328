# Ports and passwords of a stack: made up on its first start, then kept, so that a restart changes neither.
# shellcheck shell=bash

# settings_read makes up what is missing in the settings file, and reads it.
settings_read() {
  (umask 077 && touch "$SETTINGS")
  chmod 600 "$SETTINGS"
  setting NEO4J_PORT free_port
  setting NEO4J_PASSWORD secret
  setting REDIS_PORT free_port
  setting REDIS_PASSWORD secret
  setting S3_PORT free_port
  setting S3_ACCESS_KEY echo upline
  setting S3_SECRET_KEY secret
}

# setting NAME COMMAND…: has the variable NAME hold what the file says; what it does not say, the command makes up.
setting() {
  local name=$1 line
  shift
  line=$(grep "^$name=" "$SETTINGS" || true)
  if [[ -z $line ]]; then
    line=$name=$("$@")
    echo "$line" >>"$SETTINGS"
  fi
  printf -v "$name" '%s' "${line#*=}"
}

# settings_change NAME COMMAND…: makes it up anew.
settings_change() {
  local others
  others=$(grep -v "^$1=" "$SETTINGS")
  echo "$others" >"$SETTINGS"
  setting "$@"
}

# settings_known is for commands that only look: without settings there is nothing to look at.
settings_known() {
  [[ $WAY == yours ]] && return
  [[ -f $SETTINGS && -d $STATE ]] || fail "there is no stack yet: ./stack up starts one"
  settings_read
}

# settings_env prints where the stores of this stack are, as lines for a shell. Everything is on the loopback.
settings_env() {
  cat <<END
export NEO4J_URI=bolt://127.0.0.1:$NEO4J_PORT
export NEO4J_USER=neo4j
export NEO4J_PASSWORD=$NEO4J_PASSWORD
export REDIS_URL=redis://:$REDIS_PASSWORD@127.0.0.1:$REDIS_PORT/0
export S3_ENDPOINT=http://127.0.0.1:$S3_PORT
export S3_ACCESS_KEY=$S3_ACCESS_KEY
export S3_SECRET_KEY=$S3_SECRET_KEY
END
}

# secret prints 192 random bits in letters that need no quoting in any file, shell or URL.
secret() { od -An -v -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# free_port prints a port that nobody listens on, below those that the kernel hands out to outgoing connections.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); reached 127.0.0.1 "$port" || grep -qs "PORT=$port$" "$SETTINGS"; do :; done
  echo "$port"
}
