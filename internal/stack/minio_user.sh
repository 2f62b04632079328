# Makes Upline's user at MinIO, with least privileges; it may be run again. In: MC_HOST_stack, where MinIO is, with its administrator;
# the user's secret key in /run/secrets/s3_app_secret_key, the policy in /minio_policy.json.
# shellcheck shell=bash
set -eu -o pipefail
secret=$(<"${S3_APP_SECRET_KEY_FILE:-/run/secrets/s3_app_secret_key}")
mc mb --ignore-existing --with-lock stack/upline
mc admin policy create stack upline-app "${S3_APP_POLICY:-/minio_policy.json}"
printf 'upline-app\n%s\n' "$secret" | mc admin user add stack
mc admin policy attach stack upline-app --user upline-app 2>/dev/null ||
  mc admin policy entities stack --user upline-app | grep -q upline-app
