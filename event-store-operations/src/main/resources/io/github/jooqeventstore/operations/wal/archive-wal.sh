#!/bin/sh
# archive-wal.sh SEGMENT NAME FOLDER: archives one segment of the write-ahead log, as archive_command = '… %p %f FOLDER'.
# The same segment again is no error; another one under the same name is. Nothing is seen under its name that is not durable.
set -eu
source=$1 name=$2 folder=$3 target=$3/$2
if [ -e "$target" ]; then
  cmp -s -- "$source" "$target" && exit 0
  echo "archive-wal: $target: expected it to be absent or the same, found another one; nothing was overwritten" >&2
  exit 1
fi
fresh=$(mktemp "$folder/.$name.XXXXXX")
trap 'rm -f -- "$fresh"' EXIT
cp -- "$source" "$fresh"
sync -- "$fresh"
# A link, not a renaming: it fails where somebody was faster.
ln -- "$fresh" "$target"
sync -- "$folder"
