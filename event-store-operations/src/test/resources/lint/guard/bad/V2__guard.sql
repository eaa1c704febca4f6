drop trigger events_are_never_changed on events;
