-- event-store:allow rename
alter table notes rename to remarks;
