alter table events add constraint events_request unique using index events_request_ix;
