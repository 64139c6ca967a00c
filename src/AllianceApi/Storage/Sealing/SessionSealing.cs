using System.Text;

namespace AllianceApi.Storage.Sealing;

/// <summary>What the stores of slices seal and open, each at a place of its own.</summary>
internal static class SessionSealing
{
    public static void OpenVault(this Session session) => session.Vault.Open(session);

    /// <summary>Seals the answers of one revision of a response.</summary>
    public static byte[] SealAnswers(this Session session, string organization, string clientId, string responseId, long revision, ReadOnlySpan<byte> answers) =>
        session.Vault.Seal(session, organization, clientId, Answers(responseId, revision), answers);

    public static byte[] OpenAnswers(this Session session, string organization, string responseId, long revision, byte[] stored) =>
        session.Vault.Open(session, organization, Answers(responseId, revision), stored);

    /// <summary>Seals the label of a client; null where there is none.</summary>
    public static string? SealLabel(this Session session, string organization, string clientId, string? label) => label is null
        ? null
        : SealedText.Of(session.Vault.Seal(session, organization, clientId, Label(clientId), Encoding.UTF8.GetBytes(label)));

    public static string? OpenLabel(this Session session, string organization, string clientId, string? stored) => stored is not null && SealedText.Bytes(stored) is { } bytes
        ? Encoding.UTF8.GetString(session.Vault.Open(session, organization, Label(clientId), bytes))
        : stored;

    /// <summary>Seals an answer that is kept for a request about a client.</summary>
    public static byte[] SealKept(this Session session, string organization, string clientId, string key, ReadOnlySpan<byte> body) =>
        session.Vault.Seal(session, organization, clientId, Kept(key), body);

    public static byte[] OpenKept(this Session session, string organization, string key, byte[] stored) => session.Vault.Open(session, organization, Kept(key), stored);

    /// <summary>Seals what the secret of a webhook is made of.</summary>
    public static byte[] SealSalt(this Session session, string organization, string webhookId, ReadOnlySpan<byte> salt) => session.Vault.SealOwn(session, organization, Salt(webhookId), salt);

    public static byte[] OpenSalt(this Session session, string organization, string webhookId, byte[] stored) => session.Vault.Open(session, organization, Salt(webhookId), stored);

    private static SealedPlace Answers(string responseId, long revision) => new("answers", responseId, revision);

    private static SealedPlace Salt(string webhookId) => new("webhook", webhookId);

    private static SealedPlace Label(string clientId) => new("label", clientId);

    // A key may be long; what matters is that it is another place.
    private static SealedPlace Kept(string key) => new("kept", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}

/// <summary>Sealed bytes in a column of text.</summary>
internal static class SealedText
{
    public const string Prefix = "sealed:";

    public static string Of(byte[] bytes) => Prefix + Convert.ToBase64String(bytes);

    /// <summary>The bytes; null where the text is none of ours.</summary>
    public static byte[]? Bytes(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && Vault.IsSealed(bytes.AsSpan(0, length)) ? bytes[..length] : null;
    }
}
