using System.Globalization;
using System.Text.Unicode;

namespace AllianceApi.Storage.Sealing;

/// <summary>Where a sealed value is stored within its organization. Told in parts, because each form seals its answers and no text of the place is needed.</summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Id">Whose it is.</param>
/// <param name="Revision">Which of several it is; null where there is one.</param>
internal readonly record struct SealedPlace(string Kind, string Id, long? Revision = null)
{
    /// <summary>Writes the organization and the place, to which the value is bound.</summary>
    /// <returns>The part of the buffer that was written.</returns>
    public ReadOnlySpan<byte> Bind(Span<byte> buffer, string organization)
    {
        var fits = Revision is { } revision
            ? Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"{organization}\n{Kind} {Id} {revision}", out var length)
            : Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"{organization}\n{Kind} {Id}", out length);
        return fits ? buffer[..length] : throw new ArgumentException("The place is too long.", nameof(buffer));
    }
}
