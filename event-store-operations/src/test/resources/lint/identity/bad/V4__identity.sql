select setval('events_position_seq', 1);
