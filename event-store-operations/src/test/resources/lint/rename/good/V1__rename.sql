create view remarks as select * from notes;
alter index notes_by_text rename to notes_text;
