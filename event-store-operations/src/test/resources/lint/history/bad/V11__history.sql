create function forget() returns void language sql begin atomic delete from streams; select 1; end;
