create table notes (id bigint primary key, text text);
create index notes_by_text on notes (text);
