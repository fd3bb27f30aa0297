#!/usr/bin/env bash
# Compares a service and leaves behind: the report in the log, annotations, the job summary, and the files that later steps hand on.
set -euo pipefail

reports=$(mktemp -d "${RUNNER_TEMP:?}/keycard.XXXXXX")

# Installed outside of the checkout and started from there, so that neither its .npmrc nor its packages have a say in what runs.
(cd "$reports" && npm install --prefix "$reports" --silent --no-audit --no-fund --ignore-scripts "iam-keycard@$KEYCARD_VERSION")

words=(--format pretty --format "github=$reports/annotations.txt" --format "markdown=$reports/keycard.md")
# Left empty, the configuration of Keycard in the repository says it.
if [ -n "$KEYCARD_FAIL_ON" ]; then words+=("--fail-on=$KEYCARD_FAIL_ON"); fi
if [ -n "$KEYCARD_BASE" ]; then words+=("--base=$KEYCARD_BASE"); fi
if [ "$KEYCARD_SARIF" = true ]; then words+=(--format "sarif=$reports/keycard.sarif"); fi
# By white space, over several lines too, and without looking for files that fit a pattern.
read -r -d '' -a more <<<"$KEYCARD_ARGS" || true

# What an analysed file makes the report say must not be a command to the runner.
resume=$(node -p 'crypto.randomUUID()')
echo "::stop-commands::$resume"
code=0
node "$reports/node_modules/iam-keycard/dist/cli.js" diff "${words[@]}" ${more[@]+"${more[@]}"} -- "$KEYCARD_DIRECTORY" 2>&1 || code=$?
echo
echo "::$resume::"

if [ "$code" -gt 1 ]; then
  echo "::error title=Keycard::could not compare: the log of this step says what has to be mended"
  exit "$code"
fi
cat "$reports/annotations.txt"
cat "$reports/keycard.md" >>"$GITHUB_STEP_SUMMARY"
{
  echo "exit-code=$code"
  echo "markdown=$reports/keycard.md"
  echo "sarif=$reports/keycard.sarif"
} >>"$GITHUB_OUTPUT"
