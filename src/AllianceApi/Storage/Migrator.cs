namespace AllianceApi.Storage;

/// <summary>
/// Brings a store to the newest schema. A step that was applied and has changed since stops the start, and so does a store from a
/// newer program.
/// </summary>
internal abstract class Migrator(string provider)
{
    protected const string ReadLedger = "SELECT number AS Number, name AS Name, hash AS Hash FROM schema_migrations ORDER BY number";

    protected const string CountStep = "SELECT COUNT(*) FROM schema_migrations WHERE number = @Number";

    protected const string WriteLedger = "INSERT INTO schema_migrations (number, name, hash, applied_at) VALUES (@Number, @Name, @Hash, @Now)";

    /// <summary>What the start of the service does about steps that are pending.</summary>
    /// <exception cref="MigrationException">They are not for it to take, or the store and the program do not fit.</exception>
    public abstract void Prepare();

    /// <summary>What a command that only reads does about steps that are pending: a file may be looked at as it is.</summary>
    /// <exception cref="MigrationException">The store can not be read before they are taken.</exception>
    public virtual void PrepareReading()
    {
    }

    /// <summary>The steps that are still to be taken.</summary>
    /// <exception cref="MigrationException">An applied step has changed, or the store is from a newer program.</exception>
    public IReadOnlyList<Migration> Pending() => Pending(Migration.For(provider));

    public abstract IReadOnlyList<Migration> Pending(IReadOnlyList<Migration> all);

    /// <summary>Takes them.</summary>
    /// <exception cref="MigrationException">An applied step has changed, or the store is from a newer program.</exception>
    public void Migrate() => Migrate(Migration.For(provider));

    public abstract void Migrate(IReadOnlyList<Migration> all);

    protected static List<Migration> Pending(List<Applied> applied, IReadOnlyList<Migration> all)
    {
        foreach (var step in applied)
        {
            var known = all.FirstOrDefault(m => m.Number == step.Number)
                ?? throw new MigrationException($"The database has migration {step.Name}, which this program does not know: it is from a newer version.");
            if (known.Hash != step.Hash)
            {
                throw new MigrationException($"Migration {known.Name} was applied with other content. An applied migration never changes; add a new one.");
            }
        }

        return [.. all.Where(m => applied.TrueForAll(a => a.Number != m.Number))];
    }

    protected sealed class Applied
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public string Hash { get; init; } = "";
    }
}

/// <summary>The schema of the store and this program do not fit.</summary>
internal sealed class MigrationException(string message) : Exception(message);
