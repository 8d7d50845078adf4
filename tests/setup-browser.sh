#!/bin/sh
# Installs Debian's Chromium and its driver for the browser tests where they are missing and can be installed; otherwise says so
# and lets the tests skip with that reason. Never fails the caller.
set -u
found() { command -v "$1" >/dev/null 2>&1; }
if found chromium && found chromedriver; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! found apt-get; then
  echo "setup-browser: no Chromium, and no root with apt-get to install it: the browser tests will be skipped" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1
if ! apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-noto-cjk >/dev/null 2>&1; then
  echo "setup-browser: apt-get could not install chromium: the browser tests will be skipped" >&2
fi
exit 0
