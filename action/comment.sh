#!/usr/bin/env bash
# Keeps one comment for each service on a pull request: writes over the last one, or posts the first when there is something to say.
set -euo pipefail

marker="<!-- keycard ${KEYCARD_DIRECTORY//[^A-Za-z0-9._\/-]/_} -->"
body=$(mktemp "${RUNNER_TEMP:?}/keycard.XXXXXX")
{
  echo "$marker"
  cat "$KEYCARD_MARKDOWN"
} >"$body"

denied() {
  echo "::warning title=Keycard::the comment could not be written: the job needs the permission pull-requests: write, which pull requests from forks do not have; the report is in the summary of the job"
  exit 0
}

# Anybody may write a comment that begins with the marker, and edit it later; only those of the runner's own bot are taken for ours.
comments="repos/$GITHUB_REPOSITORY/issues/$KEYCARD_PULL_REQUEST/comments"
listed=$(gh api --paginate "$comments?per_page=100" --jq '.[] | select(.user.login == "github-actions[bot]") | "\(.id) \(.body | split("\n")[0])"') || denied
id=''
while IFS=' ' read -r one first; do
  if [ "${first%$'\r'}" = "$marker" ]; then
    id=$one
    break
  fi
done <<<"$listed"

if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$body" --silent || denied
elif [ "$KEYCARD_EXIT_CODE" != 0 ]; then
  gh api --method POST "$comments" --field "body=@$body" --silent || denied
fi
