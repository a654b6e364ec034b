#!/bin/sh
# Measures image generators in Roentgan, TF.js, ONNX Runtime Web and jax-js on this machine's GPU. Needs Linux on x86-64 and the GPU's
# Vulkan driver, no network and no other software. `./run.sh --help` lists the options; results go to ./results unless --out says otherwise.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

fail() {
  echo "run.sh: $1" >&2
  exit 1
}

# The first existing file of a list.
first_of() {
  for candidate; do
    if [ -e "$candidate" ]; then
      echo "$candidate"
      return
    fi
  done
}

# A library of the system, where the loader looks or where containers put the driver's.
library() {
  first_of "/lib/x86_64-linux-gnu/$1" "/usr/lib/x86_64-linux-gnu/$1" "/lib64/$1" "/usr/lib64/$1" "/usr/lib/$1" \
    "/usr/local/lib/$1" "/usr/local/nvidia/lib64/$1"
}

[ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || fail "this is $(uname -s) $(uname -m), expected Linux x86_64"

# What the system has goes first: it fits the driver.
add_libraries() {
  LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$1
  export LD_LIBRARY_PATH
}
[ ! -d /usr/local/nvidia/lib64 ] || add_libraries /usr/local/nvidia/lib64
[ -n "$(library libvulkan.so.1)" ] || add_libraries "$here/lib/vulkan"
"$here/bin/node" --version >/dev/null 2>&1 || add_libraries "$here/lib/compiler"
version=$("$here/bin/node" --version 2>&1) || fail "Node does not start: $version"

# NVIDIA's container tools may bring the driver without the file by which the Vulkan loader finds it.
scratch=
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
if [ -z "${VK_DRIVER_FILES:-}${VK_ICD_FILENAMES:-}" ]; then
  usual=$(first_of /etc/vulkan/icd.d/nvidia_icd*.json /usr/share/vulkan/icd.d/nvidia_icd*.json /usr/local/share/vulkan/icd.d/nvidia_icd*.json)
  elsewhere=$(first_of /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd*.json)
  driver=$(first_of "$(library libGLX_nvidia.so.0)" "$(library libEGL_nvidia.so.0)")
  if [ -z "$usual" ] && [ -n "$elsewhere" ]; then
    export VK_DRIVER_FILES="$elsewhere"
  elif [ -z "$usual" ] && [ -n "$driver" ]; then
    scratch=$(mktemp -d)
    printf '{"file_format_version":"1.0.0","ICD":{"library_path":"%s","api_version":"1.3.0"}}\n' "$driver" >"$scratch/nvidia_icd.json"
    export VK_DRIVER_FILES="$scratch/nvidia_icd.json"
  fi
  [ -z "${VK_DRIVER_FILES:-}" ] || echo "Vulkan driver: $VK_DRIVER_FILES" >&2
  if [ -e /dev/nvidiactl ] && [ -z "$driver" ]; then
    echo 'run.sh: there is an NVIDIA GPU but neither libGLX_nvidia.so.0 nor libEGL_nvidia.so.0, the driver'"'"'s Vulkan half; a container needs NVIDIA_DRIVER_CAPABILITIES=all' >&2
  fi
fi

# Drivers put nothing there, but some complain where it is not set.
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-${TMPDIR:-/tmp}}"
"$here/bin/node" "$here/app/benchmarks/bench.js" "$@"
