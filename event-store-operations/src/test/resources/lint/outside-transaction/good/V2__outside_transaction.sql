analyze events;
analyze streams;
