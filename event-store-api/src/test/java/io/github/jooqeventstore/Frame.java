package io.github.jooqeventstore;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A message of PostgreSQL's protocol: one letter, its length, its body; the first one has no letter. */
final class Frame {

    private final int type;
    private final byte[] body;

    Frame(int type, byte[] body) {
        this.type = type;
        this.body = body;
    }

    int type() {
        return type;
    }

    static Frame read(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        return new Frame(type, in.readNBytes(in.readInt() - Integer.BYTES));
    }

    void writeTo(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        if (type != 0) {
            data.writeByte(type);
        }
        data.writeInt(body.length + Integer.BYTES);
        data.write(body);
        data.flush();
    }

    /** The text that ends with the so many-th NUL. */
    String text(int index) {
        int start = 0;
        for (int i = 0; i < index; i++) {
            start = end(start) + 1;
        }
        return new String(body, start, end(start) - start, StandardCharsets.UTF_8);
    }

    private int end(int start) {
        int end = start;
        while (body[end] != 0) {
            end++;
        }
        return end;
    }
}
