drop function forgotten();
alter table notes drop constraint notes_text_is_short;
