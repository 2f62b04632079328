# Certificates of the stores that run as containers, by an authority of this stack's own: $STATE/certificates.
# shellcheck shell=bash

# certificates_complete makes them where there are none, or theirs end within a month. Nobody needs the authority's key a second time, so it
# is not kept. Containers have users of their own, who must be able to read the stores' key: $STATE itself is closed to other users.
certificates_complete() {
  local dir=$STATE/certificates work
  ! openssl x509 -checkend 2592000 -noout -in "$dir/stores.crt" >/dev/null 2>&1 || return 0
  command -v openssl >/dev/null || fail "openssl is missing, which makes the certificates of the stores: install it"
  say "making certificates for the stores"
  work=$(mktemp -d "$STATE/certificates.XXXXXX")
  (cd "$work" && certificates_make) >/dev/null 2>"$STATE/certificates.log" || fail "openssl made no certificates; its log is $STATE/certificates.log"
  rm -f "$work"/{ca.key,ca.srl,stores.csr,stores.ext}
  chmod 755 "$work"
  chmod 644 "$work"/*
  rm -rf "$dir"
  mv "$work" "$dir"
}

certificates_make() {
  printf 'subjectAltName=DNS:neo4j,DNS:redis,DNS:minio,DNS:localhost,IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n' >stores.ext
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 730 -subj "/CN=Upline stack" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign" -keyout ca.key -out ca.crt &&
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=stores" -keyout stores.key -out stores.csr &&
    openssl x509 -req -in stores.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 730 -extfile stores.ext -out stores.crt
}
