package io.github.jooqeventstore.operations.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Authorities and the certificates that they sign, made by the JDK's own keytool.
 *
 * @param folder where they are
 */
record Certificates(Path folder) {
    private static final String STORE_PASSWORD = "changeit";

    /** {@return the certificate of a new authority, in PEM} */
    Path authority(String name) {
        keytool(name, name, "-ext", "bc:c", "-ext", "ku:c=keyCertSign", "-validity", "3");
        return pem(name, name, folder.resolve(name + ".crt"));
    }

    /** Writes certificate and key of a server of this name into a folder, signed by the authority. */
    void server(String authority, String alias, String host, Path into, String... validity) {
        List<String> arguments = new ArrayList<>(List.of("-signer", authority, "-ext", "san=dns:" + host));
        arguments.addAll(List.of(validity));
        keytool(authority, alias, arguments.toArray(String[]::new));
        pem(authority, alias, into.resolve("server.crt"));
        try {
            write(
                    into.resolve("server.key"),
                    "PRIVATE KEY",
                    store(authority).getKey(alias, STORE_PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void keytool(String store, String alias, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve(store + ".p12").toString(),
                "-storepass",
                STORE_PASSWORD));
        command.addAll(List.of(more));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private KeyStore store(String name) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, STORE_PASSWORD.toCharArray());
            return store;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path pem(String store, String alias, Path file) {
        try {
            return write(file, "CERTIFICATE", store(store).getCertificate(alias).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Path write(Path file, String what, byte[] content) {
        try {
            return Files.writeString(
                    file,
                    "-----BEGIN " + what + "-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END "
                            + what
                            + "-----\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
