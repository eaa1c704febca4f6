copy notes from stdin;
