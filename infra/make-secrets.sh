#!/bin/sh
# Makes the passwords that compose.yaml reads, in the folder `secrets` beside it or in EARMARK_SECRETS. Those that are
# there already stay as they are.
set -eu
folder="${EARMARK_SECRETS:-$(dirname "$0")/secrets}"

# Only you enter the folder. The files are for every user, as each container is another one.
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

password() { od -An -N 24 -t x1 /dev/urandom | tr -d ' \n'; }

# NAME, and on standard input what the file is to have.
make() {
  if [ -e "$1" ]; then cat > /dev/null; else cat > "$1" && chmod 444 "$1"; fi
}

for name in db redis monitor grafana s3; do
  password | make "${name}_password"
done
# The exporter of Redis takes a password by the address that it is for.
printf '{"redis://queue:6379":"%s"}\n' "$(cat redis_password)" | make redis_exporter.json
# For a bucket elsewhere write its credentials here.
printf '[default]\naws_access_key_id = earmark\naws_secret_access_key = %s\n' "$(cat s3_password)" | make aws_credentials
echo "The passwords are in $PWD."
