using System.Collections.Immutable;
using System.Text.Json;
using AllianceApi.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace AllianceApi.Access.Tokens;

/// <summary>The public keys of an issuer with which tokens may be signed. Keys for other uses, and weak ones, are left out.</summary>
internal sealed class KeySet
{
    private const int MostKeys = 64;
    private const int LeastRsaBytes = 256;

    private static readonly Dictionary<string, (string Curve, int Bytes)> Curves = new(StringComparer.Ordinal)
    {
        [SecurityAlgorithms.EcdsaSha256] = ("P-256", 32),
        [SecurityAlgorithms.EcdsaSha384] = ("P-384", 48),
        [SecurityAlgorithms.EcdsaSha512] = ("P-521", 66),
    };

    private readonly ImmutableArray<JsonWebKey> _keys;

    private KeySet(ImmutableArray<JsonWebKey> keys) => _keys = keys;

    /// <summary>The algorithms by which a token may be signed: none with a secret that both sides know, and never none.</summary>
    public static string[] Algorithms { get; } =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        .. Curves.Keys,
    ];

    /// <summary>Reads a JWK set.</summary>
    /// <exception cref="JsonException">It is none, or holds no key that could sign a token.</exception>
    public static KeySet Read(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array || keys.GetArrayLength() > MostKeys)
        {
            throw new JsonException("It is no JWK set.");
        }

        ImmutableArray<JsonWebKey> usable = [.. keys.EnumerateArray().Select(KeyOf).OfType<JsonWebKey>()];
        return usable.IsEmpty ? throw new JsonException("It holds no RSA key of 2048 bits or more and no EC key.") : new KeySet(usable);
    }

    public bool Has(string? kid) => kid is null || _keys.Any(k => k.Kid == kid);

    /// <summary>The keys by which a token may be signed that names this key and this algorithm. Without a name every one of the kind is tried.</summary>
    public IReadOnlyList<SecurityKey> For(string? kid, string algorithm) => [.. _keys.Where(k => (kid is null || k.Kid == kid) && Fits(k, algorithm))];

    private static bool Fits(JsonWebKey key, string algorithm)
    {
        if (key.Alg is { Length: > 0 } own && own != algorithm)
        {
            return false;
        }

        return Curves.TryGetValue(algorithm, out var curve) ? key.Crv == curve.Curve : key.Kty == JsonWebAlgorithmsKeyTypes.RSA;
    }

    private static JsonWebKey? KeyOf(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Text(key, "use") is not (null or "sig"))
        {
            return null;
        }

        var made = new JsonWebKey { Kid = Text(key, "kid"), Kty = Text(key, "kty"), Alg = Text(key, "alg") };
        switch (made.Kty)
        {
            case JsonWebAlgorithmsKeyTypes.RSA:
                (made.N, made.E) = (Text(key, "n"), Text(key, "e"));
                return LengthOf(made.N) >= LeastRsaBytes && LengthOf(made.E) > 0 ? made : null;
            case JsonWebAlgorithmsKeyTypes.EllipticCurve:
                (made.Crv, made.X, made.Y) = (Text(key, "crv"), Text(key, "x"), Text(key, "y"));
                return Curves.Values.Any(c => c.Curve == made.Crv && LengthOf(made.X) == c.Bytes && LengthOf(made.Y) == c.Bytes) ? made : null;
            default:
                return null;
        }
    }

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;

    // Bytes of a number; zeros in front do not make a key longer.
    private static int LengthOf(string? base64Url)
    {
        if (base64Url is null || !System.Buffers.Text.Base64Url.IsValid(base64Url, out var length))
        {
            return 0;
        }

        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(base64Url);
        return length > LeastRsaBytes / 2 ? bytes.AsSpan().TrimStart((byte)0).Length : length;
    }
}
