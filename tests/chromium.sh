#!/bin/sh
# Browser tests drive the system's Chromium. On Debian as root a missing one is installed;
# elsewhere the tests skip and say so (with CI=true they fail).
set -eu
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then
  echo "installing Chromium for the browser tests"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-noto-cjk >/dev/null
else
  echo "NOTE: no Chromium here: the browser tests will be skipped"
fi
