# Does a store really answer? Asked over bare TCP, so that no client program is needed.
# shellcheck shell=bash disable=SC2016 # what stands in single quotes is for another bash to expand

# reached HOST PORT: someone listens there.
reached() { timeout 5 bash -c ': <>"/dev/tcp/$1/$2"' reached "$1" "$2" 2>/dev/null; }

# talk HOST PORT: sends standard input, prints the reply until the server hangs up: each request below ends with a goodbye.
talk() { timeout 10 bash -c 'exec 3<>"/dev/tcp/$1/$2" && cat >&3 && cat <&3' talk "$1" "$2" 2>/dev/null || true; }

# neo4j_answers HOST PORT USER PASSWORD [QUERY]: logs in and has the query, RETURN 1, answered with a record that holds 1.
# Bolt 4.4: the handshake offers that version alone, then come HELLO, RUN and PULL at once. GOODBYE has to wait for the
# answers, as it would cut them off. Lengths are in bytes, hence the locale; and `read` skips the zeros of the reply.
neo4j_answers() (
  LC_ALL=C reply=""
  reached "$1" "$2" && exec 3<>"/dev/tcp/$1/$2" || exit 1
  {
    printf '\x60\x60\xb0\x17\0\0\x04\x04\0\0\0\0\0\0\0\0\0\0\0\0'
    bolt_message $'\xb1\x01\xa4'"$(bolt_strings user_agent upline-stack/1 scheme basic principal "$3" credentials "$4")"
    bolt_message $'\xb3\x10'"$(bolt_strings "${5:-RETURN 1}")"$'\xa0\xa0'
    bolt_message $'\xb1\x3f\xa1\x81n\xff'
  } >&3
  while IFS= read -r -t 10 -n 1 -d '' byte <&3; do
    reply+=$byte
    case $reply in
      *$'\xb1\x71\x91\x01'*$'\xb1\x70'*) bolt_message $'\xb0\x02' >&3; exit 0 ;; # the record, and the success that ends it
      *$'\xb1\x70'*$'\xb1\x70'*$'\xb1\x70'* | *$'\xb1\x7f'*) exit 1 ;; # three successes without a record, or a failure
    esac
  done
  exit 1
)

# bolt_strings STRING…: each as Bolt packs it: a marker, its length in a byte, its bytes.
bolt_strings() {
  local string
  for string; do printf "\xd0\x$(printf %02x ${#string})%s" "$string"; done
}

# bolt_message BYTES: one chunk: its length in two bytes, the bytes, and two zeros that end the message.
bolt_message() { printf "\x$(printf %02x $((${#1} / 256)))\x$(printf %02x $((${#1} % 256)))%s\0\0" "$1"; }

# redis_answers HOST PORT USER PASSWORD: logs in, if there is a password, and has a PING answered.
redis_answers() {
  local LC_ALL=C
  {
    [[ -z $4 ]] || redis_command AUTH "${3:-default}" "$4"
    redis_command PING
    redis_command QUIT
  } | talk "$1" "$2" | grep -q '^+PONG'
}

redis_command() {
  local word
  printf '*%d\r\n' $#
  for word; do printf '$%d\r\n%s\r\n' ${#word} "$word"; done
}

# minio_answers HOST PORT: says that it is ready to serve.
minio_answers() { http_status "$1" "$2" /minio/health/ready | grep -q '^200$'; }

# versitygw_answers HOST PORT: says that it serves, at a path that we choose, since it would be the name of a bucket.
VERSITYGW_HEALTH=/upline-health
versitygw_answers() { http_status "$1" "$2" "$VERSITYGW_HEALTH" | grep -q '^200$'; }

# http_status HOST PORT PATH: prints the status of a GET, nothing when the other side does not speak HTTP.
http_status() {
  printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "$3" "$1" "$2" |
    talk "$1" "$2" | tr -d '\0' | sed -n '1s/^HTTP\/1\.[01] \([0-9]*\).*/\1/p'
}
