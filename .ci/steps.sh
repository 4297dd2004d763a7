# Runs named steps and counts how they ended; sourced.
passed=0
failed=0

step() {
  local name=$1 from=$SECONDS
  shift
  echo "== $name: $*"
  if "$@"; then
    passed=$((passed + 1))
    echo "== $name: ok in $((SECONDS - from)) s"
  else
    failed=$((failed + 1))
    echo "== $name: FAILED after $((SECONDS - from)) s"
  fi
}

# Runs a step beside those that follow, until `join_beside` says how it ended.
beside() {
  beside_log=$(mktemp)
  (
    failed=0
    step "$@"
    [ "$failed" -eq 0 ]
  ) >"$beside_log" 2>&1 &
  beside_job=$!
}

join_beside() {
  if wait "$beside_job"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  cat "$beside_log"
  rm "$beside_log"
}

summary() {
  echo "$passed passed, $failed failed, $SECONDS s"
  [ "$failed" -eq 0 ]
}
