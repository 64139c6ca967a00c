using AllianceApi.Access;

namespace AllianceApi.Storage;

/// <summary>The key that the keys of clients' data are wrapped with: 32 bytes from a file that every instance is given.</summary>
internal sealed class MasterKey
{
    public const string Setting = "Security:MasterKeyFile";
    private const int Length = 32;
    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads the file that the configuration names; null where it names none.</summary>
    /// <exception cref="ConfigurationException">There is no such file, or it holds something else.</exception>
    public static MasterKey? Read(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            var bytes = Convert.FromBase64String(File.ReadAllText(path).Trim());
            return bytes.Length == Length ? new MasterKey(bytes) : throw new ConfigurationException($"{Setting} must hold {Length} bytes in base64; it holds {bytes.Length}.");
        }
        catch (FormatException)
        {
            throw new ConfigurationException($"{Setting} must hold {Length} bytes in base64; {path} holds something else.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{Setting} can not be read: {e.Message}");
        }
    }
}
