package dev.tallygate.mail;

/** A file that goes with a mail. */
public final class Attachment {
    private final String name;
    private final String mediaType;
    private final byte[] content;

    /**
     * A file in memory.
     *
     * @param name with its ending: {@code INV-2026-000123.pdf}
     * @param mediaType such as {@code application/pdf}
     */
    public Attachment(String name, String mediaType, byte[] content) {
        this.name = name;
        this.mediaType = mediaType;
        this.content = content.clone();
    }

    public String name() {
        return name;
    }

    String mediaType() {
        return mediaType;
    }

    /** A copy. */
    public byte[] content() {
        return content.clone();
    }
}
