#!/bin/sh
# Xcode Cloud: save it as ci_scripts/ci_post_clone.sh and make it executable; it calls ci/install-storehooks. It acts only
# in the workflows named below. Give them the secret environment variables ASC_KEY_ID, ASC_ISSUER_ID, ASC_PRIVATE_KEY
# (base64 of the .p8 file) and, for 'Webhooks apply', the webhook secrets.
#
# Xcode Cloud keeps nothing between builds, so there is no state file: changed secrets go unnoticed, and an app
# that leaves the file keeps its webhooks. It has no place for a page, so there is no report either, and it can't push,
# so the build log has what `git apply` makes of drift. Each workflow must also build an app. If you have another CI
# service, use that one.
set -eu

case "${CI_WORKFLOW:-}" in
"Webhooks plan" | "Webhooks apply" | "Webhooks drift") ;;
*) exit 0 ;;
esac

cd "$CI_PRIMARY_REPOSITORY_PATH"
ci/install-storehooks "$HOME/.local/bin"
PATH=$HOME/.local/bin:$PATH

case "$CI_WORKFLOW" in
"Webhooks plan") # for pull requests: of the apps that they change, if the clone has the file without them
  git show "${CI_PULL_REQUEST_TARGET_COMMIT:-none}:webhooks.yaml" >"$HOME/base.yaml" || rm "$HOME/base.yaml"
  storehooks plan --no-secrets --no-state --base "$HOME/base.yaml"
  ;;
"Webhooks apply") storehooks apply --yes --no-state ;; # for changes of the main branch
"Webhooks drift") # on a schedule
  storehooks adopt --all-apps --no-state --no-secrets || true
  storehooks drift --all-apps --no-state
  ;;
esac
