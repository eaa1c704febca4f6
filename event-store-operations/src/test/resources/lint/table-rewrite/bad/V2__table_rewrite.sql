alter table notes add column number bigserial;
