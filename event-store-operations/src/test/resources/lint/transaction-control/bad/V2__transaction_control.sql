insert into notes (id) values (1);
commit;
