#!/bin/sh
# Makes an image of Debian with Node, for building the image of Earmark where no registry of images can be reached:
#   test/support/base-image.sh localhost/node && EARMARK_NODE_IMAGE=localhost/node npm run test:faults -- image
# Root, buildah and debootstrap are needed, Debian's archive and npm's registry are read.
set -eu
image="$1"
version=22.23.3
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

debootstrap --variant=minbase bookworm "$folder/root" >&2
npm install --prefix "$folder" --no-save "node@$version" npm@10.9.4 >&2

container="$(buildah from scratch)"
root="$(buildah mount "$container")"
cp -a "$folder/root/." "$root"
install -D "$folder/node_modules/node/bin/node" "$root/usr/local/bin/node"
mkdir -p "$root/usr/local/lib/node_modules"
cp -a "$folder/node_modules/npm" "$root/usr/local/lib/node_modules/npm"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
# An authority that this machine trusts, such as that of a proxy, is trusted in the image, too.
mkdir -p "$root/etc/ssl/certs"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
buildah config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
  --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
buildah umount "$container" > /dev/null
buildah commit --quiet "$container" "$image"
buildah rm "$container" > /dev/null
