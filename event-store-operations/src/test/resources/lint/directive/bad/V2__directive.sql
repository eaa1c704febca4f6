-- event-store:allow renaming because nobody reads it
create table other (id int);
