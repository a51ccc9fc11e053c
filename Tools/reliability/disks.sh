#!/usr/bin/env bash
# disks.sh DRILL VERIFY.py [REMOUNTS]: the log on real file systems that fail. Needs root, loop devices and bindfs.
#   full       a tmpfs of 1 MB, filled while a station writes, then given room
#   read-only  an ext4 that the kernel remounts read-only in the middle of a session, once on the machine as it
#              is and REMOUNTS times (default 10) while twelve other programs want its processors
#   EIO        an ext4 whose disk (a loop device on a full tmpfs) loses what is written to it
#   share      a FUSE file system: the log must choose the rollback journal there
#   locks      a file system that grants every lock, or none: the log must be refused
# DRILL is .build/release/log-drill, VERIFY.py is Tests/StoreTests/verify_log.py. Ends with 1 if one did not hold.
set -euo pipefail

drill=$(realpath "$1")
verify=$(realpath "$2")
remounts=${3:-10}
work=$(mktemp -d)
ground="$work/ground"
failed=0

take_down() {
  local mounted
  for mounted in "$ground" "$work/disk"; do
    mountpoint -q "$mounted" && umount -l "$mounted"
  done
  rm -rf "$work"
}
trap take_down EXIT
mkdir "$ground" "$work/disk"

# Says whether the log holds at least the entries of session s that were said to be saved, in order.
judge() {
  local what=$1 log=$2 said kept answer
  said=$(grep -c '^saved' "$work/said" || true)
  kept=$(sqlite_count "$log")
  if answer=$(python3 "$verify" "$log") && [ "$kept" -ge "$said" ]; then
    echo "$what: $said said to be saved, $kept kept; $answer"
  else
    echo "$what: DID NOT HOLD: $said said to be saved, $kept kept; ${answer:-verify failed}"
    failed=1
  fi
}

sqlite_count() {
  python3 - "$1" <<'PYTHON'
import sqlite3, sys
query = "SELECT count(*) FROM entry WHERE session = 's'"
print(sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute(query).fetchone()[0])
PYTHON
}

expect() {
  local what=$1 pattern=$2
  if grep -q "$pattern" "$work/said"; then
    echo "$what: told: $(grep -m 1 "$pattern" "$work/said" | cut -c 1-150)"
  else
    echo "$what: DID NOT HOLD: no $pattern in: $(tail -n 3 "$work/said" | cut -c 1-150)"
    failed=1
  fi
}

full() {
  mount -t tmpfs -o size=1m tmpfs "$ground"
  head -c 600K /dev/zero > "$ground/ballast"
  "$drill" write "$ground/log.db" s 2000 > "$work/said" || true
  expect full diskFull
  rm "$ground/ballast"
  # The same session once more: what was saved is not written twice.
  "$drill" write "$ground/log.db" s "$(($(grep -c '^saved' "$work/said") + 20))" > "$work/said"
  judge full "$ground/log.db"
  umount "$ground"
}

# Makes an ext4 of 32 MB on a loop device and mounts it.
make_ext4() {
  truncate -s 32M "$1"
  mkfs.ext4 -q -E lazy_itable_init=0,lazy_journal_init=0 "$1"
  mount -o loop,errors=remount-ro "$1" "$ground"
}

read_only() {
  make_ext4 "$work/ext4"
  "$drill" write "$ground/log.db" s 100000 > "$work/said" &
  local station=$! device
  sleep 2
  device=$(basename "$(findmnt -no SOURCE "$ground")")
  echo 1 > "/sys/fs/ext4/$device/trigger_fs_error"
  wait "$station" || true
  expect read-only '^failed'
  expect read-only poisoned
  findmnt -no OPTIONS "$ground" | grep -qw ro || { echo "read-only: was not remounted"; failed=1; }
  "$drill" write "$ground/log.db" t 1 > "$work/again" || true
  echo "read-only: opened again while read-only: $(head -n 1 "$work/again" | cut -c 1-150)"
  umount "$ground"
  mount -o loop "$work/ext4" "$ground"
  # The next station puts the log in order.
  "$drill" write "$ground/log.db" t 1 > /dev/null
  judge read-only "$ground/log.db"
  umount "$ground"
}

eio() {
  mount -t tmpfs -o size=40m tmpfs "$work/disk"
  make_ext4 "$work/disk/ext4"
  "$drill" write "$ground/log.db" s 100000 > "$work/said" &
  local station=$!
  sleep 1
  # The disk's own disk is full: blocks that were never written before cannot be written any more.
  dd if=/dev/zero of="$work/disk/ballast" bs=64K 2> /dev/null || true
  wait "$station" || true
  expect EIO '^failed.*inputOutput'
  expect EIO poisoned
  umount "$ground" 2> /dev/null || umount -l "$ground"
  rm "$work/disk/ballast"
  # As after a new start of the machine: what the disk has.
  mount -o loop "$work/disk/ext4" "$ground"
  "$drill" write "$ground/log.db" t 1 > /dev/null
  judge EIO "$ground/log.db"
  umount "$ground"
  umount "$work/disk"
}

locks() {
  local how
  cc -shared -fPIC -o "$work/locks.so" "$(dirname "$0")/locks.c" -ldl
  for how in granted refused; do
    LOCKS=$how LD_PRELOAD="$work/locks.so" "$drill" write "$work/disk/$how.db" s 1 > "$work/said" || true
    expect "locks $how" 'cannot open unsafeFileSystem'
  done
}

share() {
  bindfs --no-allow-other "$work/disk" "$ground"
  "$drill" soak "$ground/soak" auto 4 100 > "$work/said" || failed=1
  sed 's/^/share: /' "$work/said"
  expect share 'journal delete'
  fusermount -u "$ground"
}

read_only_while_busy() {
  local busy=() run
  for run in $(seq 12); do
    yes > /dev/null &
    busy+=($!)
  done
  for run in $(seq "$remounts"); do read_only; done
  kill "${busy[@]}"
  wait "${busy[@]}" 2> /dev/null || true
}

full
read_only
read_only_while_busy
eio
share
locks
[ "$failed" -eq 0 ] && echo held || echo "DID NOT HOLD"
exit "$failed"
