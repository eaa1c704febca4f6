-- event-store:transactional=no
analyze events;
