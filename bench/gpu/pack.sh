#!/usr/bin/env bash
# Makes a folder that measures GPUs on a bare Linux machine: bash bench/gpu/pack.sh FOLDER, in a built checkout.
set -euo pipefail
# Where npm was called, if it was.
cd "${INIT_CWD:-$PWD}"
exec node "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../../scripts/pack-gpu.mjs" "$@"
