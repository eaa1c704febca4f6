truncate notes;
