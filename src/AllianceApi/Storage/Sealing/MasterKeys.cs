using System.Security.Cryptography;
using AllianceApi.Access;

namespace AllianceApi.Storage.Sealing;

/// <summary>
/// The master keys that wrap the data keys of clients, from a file of their own: one a line, an id and 256 bits in base64, the
/// last the one in use. The id is a digest of the key, so that a key that was spoilt is noticed before it is used.
/// </summary>
internal sealed class MasterKeys(string path, bool mayMake, ILogger<MasterKeys> log)
{
    public const string Setting = "Security:MasterKeyFile";

    private const int KeyLength = 32;
    private const string Comment = "# Master keys of AllianceApi; the last line is in use. Keep this file apart from the store and its backups: with both, everything can be read.";

    private readonly Lock _lock = new();
    private List<MasterKey> _keys = [];
    private DateTime _readAt;

    /// <summary>Reads the file; makes it where it may and the store needs no key that exists already.</summary>
    /// <param name="needed">The ids of the keys that the store was sealed with.</param>
    /// <exception cref="ConfigurationException">The file is missing, spoilt, or lacks a key that the store needs.</exception>
    public void Open(IReadOnlyCollection<string> needed)
    {
        lock (_lock)
        {
            if (!File.Exists(path))
            {
                if (needed.Count > 0)
                {
                    throw new ConfigurationException($"The store is encrypted, and its master key file {path} is missing. Put it back, or say where it is with Security__MasterKeyFile.");
                }

                if (!mayMake)
                {
                    throw new ConfigurationException("Security__MasterKeyFile must name the file of the master keys; AllianceApi keys rotate makes one.");
                }

                // Of several starters one makes the file, and all take its key.
                if (Write([MasterKey.New()], overwrite: false))
                {
                    SealingLog.MasterKeyMade(log, path);
                }
            }

            Read();
            if (needed.FirstOrDefault(id => _keys.TrueForAll(k => k.Id != id)) is { } missing)
            {
                throw new ConfigurationException($"The master key file {path} does not hold the key {missing} that the store is encrypted with. It is the file of another store, or an old one.");
            }
        }
    }

    /// <summary>The key in use, also where another process has put it there meanwhile.</summary>
    public MasterKey InUse()
    {
        lock (_lock)
        {
            if (File.GetLastWriteTimeUtc(path) != _readAt)
            {
                Read();
            }

            return _keys[^1];
        }
    }

    /// <summary>The key with an id, wherever in the file it stands.</summary>
    public MasterKey Of(string id)
    {
        lock (_lock)
        {
            if (_keys.TrueForAll(k => k.Id != id))
            {
                Read();
            }

            return _keys.Find(k => k.Id == id) ?? throw new ConfigurationException($"The master key file {path} does not hold the key {id}.");
        }
    }

    /// <summary>Puts a new key into use. Keys that are no longer needed are dropped from the file; the one used until now stays for those who still hold it.</summary>
    public MasterKey Rotate(IReadOnlyCollection<string> needed)
    {
        lock (_lock)
        {
            Read();
            var before = _keys[^1];
            var made = MasterKey.New();
            Write([.. _keys.Where(k => k == before || needed.Contains(k.Id)), made], overwrite: true);
            Read();
            return made;
        }
    }

    private void Read()
    {
        var readAt = File.GetLastWriteTimeUtc(path);
        (_keys, _readAt) = (Parse(path), readAt);
    }

    /// <summary>The keys of a file: 32 bytes in base64 on each line, after their id, which may be left out.</summary>
    /// <exception cref="ConfigurationException">There is no such file, or it holds something else.</exception>
    public static List<MasterKey> Parse(string path)
    {
        try
        {
            var keys = File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(l => Line(path, l)).ToList();
            return keys.Count > 0 ? keys : throw Spoilt(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{Setting} can not be read: {e.Message.Split('\n')[0]}");
        }
    }

    private static MasterKey Line(string path, string line)
    {
        var (parts, bytes) = (line.Split(' '), new byte[KeyLength]);
        return parts.Length <= 2 && Convert.TryFromBase64String(parts[^1], bytes, out var length) && length == KeyLength && (parts.Length == 1 || MasterKey.IdOf(bytes) == parts[0])
            ? new MasterKey(MasterKey.IdOf(bytes), bytes)
            : throw Spoilt(path);
    }

    private static ConfigurationException Spoilt(string path) => new($"{Setting}: the master key file {path} is spoilt: each line must hold {KeyLength} bytes in base64, after their id.");

    // Whole or not at all, and never readable by others, not even while it is written.
    private bool Write(IReadOnlyList<MasterKey> keys, bool overwrite)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var draft = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            using var text = new StreamWriter(file);
            text.WriteLine(Comment);
            foreach (var key in keys)
            {
                text.WriteLine($"{key.Id} {Convert.ToBase64String(key.Bytes)}");
            }

            text.Flush();
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            File.Delete(draft);
            return false; // another starter was first
        }
    }
}

/// <summary>A master key.</summary>
internal sealed record MasterKey(string Id, byte[] Bytes)
{
    private const int IdBytes = 8;

    public static MasterKey New()
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        return new MasterKey(IdOf(bytes), bytes);
    }

    public static string IdOf(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(SHA256.HashData([.. "AllianceApi master key "u8, .. key]).AsSpan(0, IdBytes));
}

/// <summary>What sealing says in the log: no key, and nobody's data.</summary>
internal static partial class SealingLog
{
    [LoggerMessage(2101, LogLevel.Warning, "A master key was made in {Path} (mode 600). Keep a copy of it apart from the store and its backups: without it nothing sealed can be read again")]
    public static partial void MasterKeyMade(ILogger logger, string path);

    [LoggerMessage(2102, LogLevel.Information, "{Rows} stored values were sealed")]
    public static partial void Sealed(ILogger logger, int rows);
}
