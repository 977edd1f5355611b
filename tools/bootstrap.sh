#!/bin/sh
# Make .uv, the private home of the package installer, from whatever Python 3.11 or newer the machine has.
# On failure say exactly what to install.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3 /usr/bin/python3; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

if ! python=$(find_python); then
    echo '没有找到 Python 3.11 或更新的版本。Debian 12 请运行：apt-get install python3 python3-venv' >&2
    exit 1
fi
if ! can_make_venv "$python"; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq && apt-get install -y -qq python3-venv
    fi
    if ! can_make_venv "$python"; then
        echo "$python 缺少 venv 模块。Debian 12 请运行：apt-get install python3-venv" >&2
        exit 1
    fi
fi
"$python" -m venv --clear .uv
.uv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
echo "$python" > .uv/python
