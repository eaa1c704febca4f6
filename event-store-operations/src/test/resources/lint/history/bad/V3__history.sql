truncate table notes, events;
