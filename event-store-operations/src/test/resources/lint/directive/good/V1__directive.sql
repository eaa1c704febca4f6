-- event-store:allow rename nothing reads this table yet
alter table notes rename to remarks;
