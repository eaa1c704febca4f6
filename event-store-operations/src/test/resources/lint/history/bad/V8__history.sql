create function forget() returns void language sql as $f$ delete from streams $f$;
