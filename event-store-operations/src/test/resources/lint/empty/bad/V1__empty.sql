-- To be written.
;
