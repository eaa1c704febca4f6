create or replace function refuse_change_of_history() returns trigger language plpgsql as 'begin return null; end';
