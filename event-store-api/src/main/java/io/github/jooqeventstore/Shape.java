package io.github.jooqeventstore;

/** What a stored payload looks like: the name of its type and the version of its shape. */
record Shape(String type, int version) {

    Shape next(String nextType) {
        return new Shape(nextType, version + 1);
    }

    @Override
    public String toString() {
        return type + " v" + version;
    }
}
