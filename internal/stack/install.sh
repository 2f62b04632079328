# What the local way runs: Neo4j from its Maven artifacts, MinIO and versitygw built by Go, Redis and Java from the distribution.
# Fetched or built once into $CACHE, a folder for each version, moved into place when complete.
# shellcheck shell=bash disable=SC2034 # local.sh uses what is found here

NEO4J_VERSION=5.26.16
MINIO_VERSION=v0.0.0-20260212201848-7aac2a2c5b7c # the community server comes as source only, by now without tags
VERSITYGW_VERSION=v1.8.0
CACHE=${UPLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/upline}
NEO4J_LIB=$CACHE/neo4j-$NEO4J_VERSION
MINIO=$CACHE/minio-$MINIO_VERSION/minio
VERSITYGW=$CACHE/versitygw-$VERSITYGW_VERSION/versitygw

# install STORE… has everything there, or names all that is missing, each with the command that installs it.
install() {
  [[ $(uname) == Linux ]] || fail "local processes need Linux; here, start Docker, or name your own servers (./stack --help)"
  local store missing=()
  for store; do "need_$store"; done
  [[ ${#missing[@]} -eq 0 ]] || fail "missing on this machine (under the names Debian has for it):$(printf '\n  %s' "${missing[@]}")"

  mkdir -p "$CACHE"
  exec 8>"$CACHE/lock" # another stack may be installing the same
  flock 8
  for store; do "install_$store"; done
  exec 8>&-
}

need_redis() { need redis-server redis-server; }
need_minio() { [[ -x $MINIO ]] || need_go MinIO; }
need_versitygw() { [[ -x $VERSITYGW ]] || need_go versitygw; }
need_go() { command -v go >/dev/null || missing+=("Go, to build $1: see https://go.dev/doc/install"); }

# need_neo4j sets JAVA, the java to run Neo4j with.
need_neo4j() {
  find_java >/dev/null || apt_install openjdk-17-jre-headless || apt_install openjdk-21-jre-headless || true
  JAVA=$(find_java) || missing+=("Java 17 or 21: sudo apt-get install openjdk-17-jre-headless")
  [[ -d $NEO4J_LIB ]] || need mvn maven
}

# need PROGRAM PACKAGE: installs it, or notes it as missing.
need() {
  command -v "$1" >/dev/null || apt_install "$2" || missing+=("$1: sudo apt-get install $2")
}

# apt_install PACKAGE: only root may, where apt-get is.
APT_UPDATED=
apt_install() {
  [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null || return 1
  say "installing $1"
  [[ -n $APT_UPDATED ]] || apt-get update -qq >&2 || true
  APT_UPDATED=yes
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null 9>&-
}

# find_java prints a java that Neo4j 5.26 supports, which is not always the first in the path.
find_java() {
  local java
  for java in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [[ -x $java ]] || continue
    "$java" -version 2>&1 | grep -qE '^[a-z]+ version "(17|21)[."]' || continue
    echo "$java"
    return 0 # a bare return would say, in a trap, how the program ended before
  done
  return 1
}

install_redis() { :; } # it came from the distribution

install_neo4j() {
  [[ ! -d $NEO4J_LIB ]] || return 0
  say "fetching Neo4j $NEO4J_VERSION with Maven (116 MB, once)"
  local work=$NEO4J_LIB.partial
  rm -rf "$work"
  mkdir -p "$work"
  neo4j_pom >"$work/pom.xml"
  mvn -q -B -Dstyle.color=never -f "$work/pom.xml" "-DoutputDirectory=$work/lib" -DincludeScope=runtime \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies >&2 ||
    fail "Maven could not fetch Neo4j. Once 'mvn -f $work/pom.xml dependency:resolve' goes through, so does ./stack up"
  mv "$work/lib" "$NEO4J_LIB"
  rm -rf "$work"
}

neo4j_pom() {
  local artifact
  cat <<'END'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>upline</groupId> <artifactId>neo4j</artifactId> <version>1</version>
  <dependencies>
END
  for artifact in org.neo4j:neo4j org.neo4j.app:neo4j-server org.neo4j:neo4j-import-tool; do
    echo "    <dependency><groupId>${artifact%:*}</groupId><artifactId>${artifact#*:}</artifactId><version>$NEO4J_VERSION</version></dependency>"
  done
  printf '  </dependencies>\n</project>\n'
}

install_minio() { build MinIO "$MINIO" "github.com/minio/minio@$MINIO_VERSION"; }
install_versitygw() { build versitygw "$VERSITYGW" "github.com/versity/versitygw/cmd/versitygw@$VERSITYGW_VERSION"; }

# build NAME PROGRAM PACKAGE: has Go build a program, unless it is there.
build() {
  [[ ! -x $2 ]] || return 0
  say "building $1 (up to 3 minutes, once)"
  local home=${2%/*}
  (cd / && GOBIN=$home.partial CGO_ENABLED=0 go install "$3" >&2) ||
    fail "Go could not build $1. Once 'go install $3' goes through, so does ./stack"
  rm -rf "$home"
  mv "$home.partial" "$home"
}
