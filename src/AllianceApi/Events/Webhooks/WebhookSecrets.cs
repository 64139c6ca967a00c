using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AllianceApi.Storage;

namespace AllianceApi.Events.Webhooks;

/// <summary>
/// The secrets that deliveries are signed with, as Standard Webhooks asks. Each is derived from one secret of the store and a
/// salt of the webhook, so that the table of webhooks holds none.
/// </summary>
internal sealed class WebhookSecrets(StoreSecrets secrets)
{
    /// <summary>How long the former secret signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private byte[]? _root;

    public async ValueTask Prepare(CancellationToken cancellationToken) => _root ??= await secrets.Get("webhooks", cancellationToken);

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(32);

    /// <summary>The secret as its owner is shown it.</summary>
    public string Shown(string organization, byte[] salt) => "whsec_" + Convert.ToBase64String(Derive(organization, salt));

    /// <summary>The header of signatures: one, or two while a former secret still holds.</summary>
    public string Sign(WebhookRow webhook, string id, long second, ReadOnlySpan<byte> body, long now)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{second}.")), .. body];
        var salts = webhook.FormerSalt is { } former && webhook.FormerUntil > now ? [webhook.Salt, former] : (byte[][])[webhook.Salt];
        return string.Join(' ', salts.Select(salt => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Derive(webhook.Organization, salt), signed))));
    }

    private byte[] Derive(string organization, byte[] salt)
    {
        byte[] named = [.. salt, .. Encoding.UTF8.GetBytes(organization)];
        return HMACSHA256.HashData(_root ?? throw new InvalidOperationException("The secret of webhooks is not prepared."), named);
    }
}
