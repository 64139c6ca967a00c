using System.Security.Cryptography;
using System.Text;

namespace AllianceApi.Storage.Sealing;

/// <summary>The data keys of clients: wrapped in the store, unwrapped in memory as far as they are in use.</summary>
internal sealed class DataKeys(MasterKeys masters)
{
    // Stands for the organization itself, in the place of a client: no client has an empty id.
    private const string OfNoClient = "";

    private const int MostRemembered = 20_000;

    private const string FindCurrent = "SELECT data_key_id FROM data_keys WHERE organization_id = @Organization AND client_id = @ClientId AND is_current = 1";

    private const string Find = "SELECT data_key_id, master_key_id, wrapped FROM data_keys WHERE organization_id = @Organization AND data_key_id = @DataKeyId";

    private const string Insert =
        "INSERT INTO data_keys (organization_id, client_id, data_key_id, is_current, master_key_id, wrapped, created_at) " +
        "VALUES (@Organization, @ClientId, @DataKeyId, 1, @MasterKeyId, @Wrapped, @Now)";

    private const string NoteMaster = "INSERT INTO master_keys (master_key_id, created_at) VALUES (@MasterKeyId, @Now) ON CONFLICT (master_key_id) DO NOTHING";

    private readonly Lock _lock = new();
    private readonly AwakeKeys _awake = new();
    private Dictionary<Guid, DataKey> _young = [];
    private Dictionary<Guid, DataKey> _old = [];
    private volatile bool _isOpen;

    public void Open(Session session)
    {
        if (!_isOpen)
        {
            masters.Open(session.All<string>("SELECT master_key_id FROM master_keys"));
            _isOpen = true;
        }
    }

    /// <summary>
    /// The key under which values of a client are sealed now; made where there is none. It is the store's word each time, or that of
    /// the writer's memory, which forgets it as soon as any key changes: nothing is ever sealed under a key that was destroyed.
    /// </summary>
    public DataKey OfClient(Session session, string organization, string clientId)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        return Current(session, organization, clientId);
    }

    /// <summary>The key under which secrets of an organization itself are sealed; made where there is none.</summary>
    public DataKey OfOrganization(Session session, string organization) => Current(session, organization, OfNoClient);

    private DataKey Current(Session session, string organization, string clientId)
    {
        if (session.Memory?.Find(Remembered.DataKey, organization, clientId) is DataKey known)
        {
            return known;
        }

        Open(session);
        var key = session.First(FindCurrent, [organization, clientId], r => r.Bytes(0)) is { } id ? Of(session, organization, id)! : Make(session, organization, clientId);
        session.Memory?.Keep(Remembered.DataKey, organization, clientId, key);
        return key;
    }

    /// <summary>The key with an id; null where it was destroyed.</summary>
    public DataKey? Of(Session session, string organization, ReadOnlySpan<byte> id)
    {
        Open(session);
        var name = new Guid(id);
        lock (_lock)
        {
            if (_young.TryGetValue(name, out var known) || _old.TryGetValue(name, out known))
            {
                return known;
            }
        }

        return session.First(Find, [organization, id.ToArray()], r => new Wrapped(r.Bytes(0), r.Text(1)!, r.Bytes(2))) is { } wrapped ? Remember(Unwrap(organization, wrapped)) : null;
    }

    public void Destroy(Session session, string organization, string clientId)
    {
        var values = new { Organization = organization, ClientId = clientId };
        foreach (var id in session.All<byte[]>("SELECT data_key_id FROM data_keys WHERE organization_id = @Organization AND client_id = @ClientId", values))
        {
            lock (_lock)
            {
                _ = _young.Remove(new Guid(id)) | _old.Remove(new Guid(id));
            }
        }

        session.Run("DELETE FROM data_keys WHERE organization_id = @Organization AND client_id = @ClientId", values);
    }

    public int Rewrap(Session session, int atATime)
    {
        Open(session);
        var master = masters.InUse();
        session.RunOne(NoteMaster, master.Id, session.Now);
        var rows = session.All<WrappedRow>(
            "SELECT organization_id AS Organization, data_key_id AS Id, master_key_id AS MasterKeyId, wrapped AS Bytes FROM data_keys WHERE master_key_id <> @Id LIMIT @AtATime",
            new { master.Id, AtATime = atATime });
        foreach (var row in rows)
        {
            using var key = Unwrap(row.Organization, new Wrapped(row.Id, row.MasterKeyId, row.Bytes));
            session.Run(
                "UPDATE data_keys SET master_key_id = @MasterKeyId, wrapped = @Wrapped WHERE organization_id = @Organization AND data_key_id = @Id",
                new { MasterKeyId = master.Id, Wrapped = Wrap(row.Organization, key, master), row.Organization, row.Id });
        }

        if (rows.Count == 0)
        {
            session.Run("DELETE FROM master_keys WHERE master_key_id NOT IN (SELECT DISTINCT master_key_id FROM data_keys) AND master_key_id <> @Id", new { master.Id });
        }

        return rows.Count;
    }

    private DataKey Make(Session session, string organization, string clientId)
    {
        var (key, master) = (new DataKey(RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(32), _awake), masters.InUse());
        session.RunOne(NoteMaster, master.Id, session.Now);
        session.RunOne(Insert, organization, clientId, key.Id, master.Id, Wrap(organization, key, master), session.Now);
        return Remember(key);
    }

    private DataKey Remember(DataKey key)
    {
        lock (_lock)
        {
            if (_young.Count >= MostRemembered / 2)
            {
                (_old, _young) = (_young, []);
            }

            _young[new Guid(key.Id)] = key;
        }

        return key;
    }

    private static byte[] Wrap(string organization, DataKey key, MasterKey master)
    {
        using var aes = new AesGcm(master.Bytes, 16);
        var output = new byte[12 + 16 + key.Bytes.Length];
        RandomNumberGenerator.Fill(output.AsSpan(0, 12));
        aes.Encrypt(output.AsSpan(0, 12), key.Bytes, output.AsSpan(28), output.AsSpan(12, 16), Bound(organization, key.Id));
        return output;
    }

    private DataKey Unwrap(string organization, Wrapped wrapped)
    {
        using var aes = new AesGcm(masters.Of(wrapped.MasterKeyId).Bytes, 16);
        var bytes = new byte[wrapped.Bytes.Length - 28];
        aes.Decrypt(wrapped.Bytes.AsSpan(0, 12), wrapped.Bytes.AsSpan(28), wrapped.Bytes.AsSpan(12, 16), bytes, Bound(organization, wrapped.Id));
        return new DataKey(wrapped.Id, bytes, _awake);
    }

    private static byte[] Bound(string organization, byte[] id) => [.. Encoding.UTF8.GetBytes(organization), .. "\ndata key "u8, .. id];

    private sealed record Wrapped(byte[] Id, string MasterKeyId, byte[] Bytes);

    private sealed class WrappedRow
    {
        public string Organization { get; init; } = "";

        public byte[] Id { get; init; } = [];

        public string MasterKeyId { get; init; } = "";

        public byte[] Bytes { get; init; } = [];
    }
}
