package io.github.jooqeventstore;

/** Another serializer, whose JSON is checked before anybody sends it. */
record StorableSerializer(EventSerializer serializer, int maxBytes) implements EventSerializer {

    @Override
    public String serialize(Object payload) {
        String json = serializer.serialize(payload);
        StorableJson.check(payload.getClass().getName(), json, maxBytes);
        return json;
    }

    @Override
    public <T> T deserialize(String json, Class<T> type) {
        return serializer.deserialize(json, type);
    }
}
