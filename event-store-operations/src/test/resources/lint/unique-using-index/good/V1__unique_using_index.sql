-- event-store:transactional=false
create unique index concurrently events_request_ix on events (request_id);
