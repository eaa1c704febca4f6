#!/bin/sh
# restore-wal.sh NAME TARGET FOLDER…: brings a segment back, as restore_command = '… %f %p FOLDER…'.
# The first folder that has it counts; whole segments before those that were still being written.
set -eu
name=$1 target=$2
shift 2
for file in "$name" "$name.partial"; do
  for folder; do
    if [ -f "$folder/$file" ]; then
      cp -- "$folder/$file" "$target"
      exit 0
    fi
  done
done
exit 1
