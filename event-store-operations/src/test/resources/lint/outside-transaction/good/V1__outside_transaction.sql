-- event-store:transactional=false
vacuum events;
