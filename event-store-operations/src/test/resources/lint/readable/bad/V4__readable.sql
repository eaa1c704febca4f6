/* /* */ select 1;
