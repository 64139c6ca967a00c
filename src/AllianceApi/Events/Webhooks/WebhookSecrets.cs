using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Events.Webhooks;

/// <summary>
/// The secrets that deliveries are signed with, as Standard Webhooks asks. Each is derived from one secret of the store and a
/// salt of the webhook, and the salt is sealed: whoever has the store alone can not sign.
/// </summary>
internal sealed class WebhookSecrets(StoreSecrets secrets)
{
    /// <summary>How long the former secret signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const int SaltLength = 32;

    private byte[]? _root;

    public async ValueTask Prepare(CancellationToken cancellationToken) => _root ??= await secrets.Get("webhooks", cancellationToken);

    /// <summary>A new salt, sealed for its webhook.</summary>
    public static byte[] NewSalt(Session session, string organization, string webhookId) =>
        session.SealSalt(organization, webhookId, RandomNumberGenerator.GetBytes(SaltLength));

    /// <summary>The secrets of a webhook as it is stored.</summary>
    public WebhookKeys Of(Session session, WebhookRow row) => new(
        Derive(session, row, row.Salt),
        row is { FormerSalt: { } former, FormerUntil: { } until } && until > session.Now ? (Derive(session, row, former), until) : null);

    private byte[] Derive(Session session, WebhookRow row, byte[] salt)
    {
        byte[] named = [.. session.OpenSalt(row.Organization, row.WebhookId, salt), .. Encoding.UTF8.GetBytes(row.Organization)];
        return HMACSHA256.HashData(_root ?? throw new InvalidOperationException("The secret of webhooks is not prepared."), named);
    }
}

/// <summary>The secret of a webhook, and the former one while it still holds.</summary>
internal sealed record WebhookKeys(byte[] Secret, (byte[] Secret, long Until)? Former)
{
    /// <summary>The secret as its owner is shown it.</summary>
    public string Shown => "whsec_" + Convert.ToBase64String(Secret);

    /// <summary>The header of signatures: one, or two while a former secret still holds.</summary>
    public string Sign(string id, long second, ReadOnlySpan<byte> body, long now)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{second}.")), .. body];
        var secrets = Former is { } former && former.Until > now ? [Secret, former.Secret] : (byte[][])[Secret];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}
