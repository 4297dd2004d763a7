# Runs named steps one after the other and counts how they ended; sourced.
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

summary() {
  echo "$passed passed, $failed failed, $SECONDS s"
  [ "$failed" -eq 0 ]
}
