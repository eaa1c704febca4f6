alter sequence events_position_seq cache 100;
