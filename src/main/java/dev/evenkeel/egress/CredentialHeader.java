package dev.evenkeel.egress;

/** A request header that carries a secret. Its {@code toString} does not. */
public record CredentialHeader(String name, String value) {
    @Override
    public String toString() {
        return name + ": (secret)";
    }
}
