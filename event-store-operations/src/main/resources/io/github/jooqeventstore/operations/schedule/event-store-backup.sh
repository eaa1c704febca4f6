#!/bin/sh
# event-store-backup.sh daily | weekly | monthly
#
# Takes a backup, verifies it, uploads it, and only then removes old ones; monthly: restores the last one somewhere else.
# It ends with 0 when all of that is done. Else it ends with the code of what failed, the metric of the job is absent,
# and the hook for failures has run. Written by: event-store schedule generate
set -eu
umask 077
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH

job=${1:-}
backups='@BACKUPS@'
metrics='@METRICS@'
settings='@SETTINGS@'
event_store='@PROGRAM@'

upload() { # $file: the folder of the backup; $id: its name
  @UPLOAD@
}

alert() { # $job, $code
  @ALERT@
}

metric="$metrics/event_store_backup_$job.prom"
verified="$metrics/event_store_backup_verified.prom"
work=''
ended() {
  code=$?
  trap - EXIT
  [ -z "$work" ] || rm -rf -- "$work"
  if [ "$code" -ne 0 ]; then
    echo "event-store-backup $job: failed with code $code" >&2
    # Whoever holds the lock is at work: its own end decides.
    [ "$code" -eq 9 ] || rm -f -- "$metric"
    alert || echo "event-store-backup $job: the hook for failures has failed, too" >&2
  fi
  exit "$code"
}
case $job in
  daily | weekly | monthly) ;;
  *) echo "usage: $0 daily | weekly | monthly" >&2; exit 2 ;;
esac
trap ended EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Where the database is, and who logs in: a file that this account alone can read.
if [ -r "$settings" ]; then
  set -a
  . "$settings"
  set +a
fi

if [ '@JITTER@' -gt 0 ]; then
  sleep "$(($(od -An -N2 -tu2 /dev/urandom) % @JITTER@))"
fi

mkdir -p -- "$backups"
exec 9>"$backups/.schedule.lock"
if ! flock -w @LOCK_WAIT@ 9; then
  echo "event-store-backup $job: another job is at work" >&2
  exit 9
fi

work=$(mktemp -d)

# $1: the file; $2: name, labels and value; $3: what it is. As a whole or not at all.
metric_to() {
  mkdir -p -- "$metrics"
  name=${2%% *}
  name=${name%%\{*}
  printf '# HELP %s %s\n# TYPE %s gauge\n%s\n' "$name" "$3" "$name" "$2" >"$1.$$"
  chmod 644 -- "$1.$$"
  mv -f -- "$1.$$" "$1"
}

# The programs below do not inherit the lock: what they leave running must not hold it.
taken() {
  began=$(date +%s)
  "$event_store" "$@" 9>&- >"$work/out"
  cat -- "$work/out"
  id=$(sed -n 's/^backup  *//p' "$work/out")
  [ -n "$id" ] || { echo "event-store-backup $job: no backup was named" >&2; exit 7; }
  file=$backups/$id
  "$event_store" backup verify --in "$backups" "$id" 9>&-
  upload 9>&-
  # Whatever fails from here on, this backup is there: the alarm about old backups looks at this one.
  metric_to "$verified" "event_store_backup_verified_timestamp_seconds $began" \
    'Of when the newest backup is that was verified and uploaded.'
  "$event_store" backup prune --in "$backups" @PRUNE@ --execute --confirm "$(basename -- "$backups")" 9>&-
}

case $job in
  daily) taken @DAILY@ ;;
  weekly) taken @WEEKLY@ ;;
  monthly) "$event_store" @MONTHLY@ 9>&- ;;
esac

metric_to "$metric" "event_store_backup_last_success_timestamp_seconds{job_name=\"$job\"} $(date +%s)" \
  'When the job has ended well, absent when it failed.'
