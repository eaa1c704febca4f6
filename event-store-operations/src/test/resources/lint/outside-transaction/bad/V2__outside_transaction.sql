-- event-store:transactional=false
create index concurrently one on events (created_at);
analyze events;
