select 'it''s', E'it\'s', $a$ it's $b$ ; $a$, "a;b" /* /* ; ' */ */ from notes -- ; '
;
select $1::int;;
