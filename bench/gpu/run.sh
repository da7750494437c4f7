#!/usr/bin/env bash
# Measures the networks on the devices of this machine: bash run.sh [--quick] [--minutes N] [--results FILE]
# It needs Linux x64 with glibc, bash, sh, tar and gzip. The folder that it lies in is made by bench/gpu/pack.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ ! -e $here/base.tar.gz ]]; then
  echo 'This is the source of run.sh. Make its folder first: bash bench/gpu/pack.sh FOLDER && bash FOLDER/run.sh' >&2
  exit 2
fi

results=$here/results.json
root=$here/unpacked
if ! mkdir -p "$root" 2>/dev/null || [[ ! -w $root ]]; then
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  results=$PWD/results.json
fi
node=$root/bin/node

add_libraries() {
  export LD_LIBRARY_PATH=$root/libraries/$1${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  echo "This machine has no $2: the one in this folder is used, which needs glibc $3." >&2
}

has_library() {
  local folder IFS=:
  for folder in ${LD_LIBRARY_PATH-} /usr/local/lib /usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu /usr/lib64 /lib64 /usr/lib; do
    if [[ -e $folder/$1 ]]; then return 0; fi
  done
  return 1
}

unpack='require("fs").createReadStream(process.argv[1]).pipe(require("zlib").createBrotliDecompress()).pipe(process.stdout)'
if [[ ! -e $root/complete ]]; then
  echo 'Unpacking ...' >&2
  tar -xzf "$here/base.tar.gz" -C "$root"
fi
if ! "$node" --version >/dev/null 2>&1; then add_libraries c++ libstdc++.so.6 2.36; fi
if [[ ! -e $root/complete ]]; then
  "$node" -e "$unpack" "$here/contents.tar.br" | tar -xf - -C "$root"
  touch "$root/complete"
fi

# WebGPU finds a GPU through the Vulkan loader, and the loader the driver through a file that names it.
if ! has_library libvulkan.so.1; then add_libraries vulkan libvulkan.so.1 2.34; fi
if ! ls /etc/vulkan/icd.d/*nvidia* /usr/share/vulkan/icd.d/*nvidia* >/dev/null 2>&1; then
  # One of the two can be loaded where the driver is: the second needs no libraries of X11.
  export VK_ADD_DRIVER_FILES=$root/drivers/nvidia-glx.json:$root/drivers/nvidia-egl.json
fi
export ORT_DISABLE_TELEMETRY=1
"$node" "$root/dist/earmark/programs/measure-gpu.js" --results "$results" "$@"
