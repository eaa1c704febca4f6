create unique index concurrently events_by_user on events (event_id);
