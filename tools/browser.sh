#!/bin/sh
# Browser tests drive Debian's Chromium and look at Chinese text: install both, or say what to install.
set -eu
if command -v chromium >/dev/null 2>&1 && fc-list 2>/dev/null | grep -q 'Noto.*CJK'; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk
    exit 0
fi
echo '浏览器测试需要 Chromium 和中文字体。请用管理员账户运行：apt-get install chromium fonts-noto-cjk' >&2
exit 1
