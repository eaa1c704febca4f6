alter table events add constraint events_request unique (request_id);
