#!/usr/bin/env bash
# Chromium as the stories start it: without the parts of its own window that are pages, such as what opens below the
# address. It loads two of them for every window of a browser that nobody sees, which takes longer than a page of ours.
#
# The tool has features of its own switched off, and of several such lists Chromium heeds the last alone: here they are one.
set -euo pipefail

off=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI,InitialWebUI,WebUIToolbarProcessOverheadExperiment
words=()
for word in "$@"; do
  case $word in
    --disable-features=*) off+=,${word#*=} ;;
    *) words+=("$word") ;;
  esac
done
exec "${CHROMIUM:-/usr/bin/chromium}" "--disable-features=$off" "${words[@]}"
