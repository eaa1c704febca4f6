create trigger audit after insert on events for each row execute function note();
alter table notes disable trigger all;
