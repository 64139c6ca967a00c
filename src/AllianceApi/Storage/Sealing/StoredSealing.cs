namespace AllianceApi.Storage.Sealing;

/// <summary>
/// Seals what was stored before there was a vault: in short works that let others pass, once for each store, and begun again
/// where it was broken off. It also notices, before the first request, where the master keys are not those of the store.
/// </summary>
internal sealed class StoredSealing(Database database, ILogger<StoredSealing> log)
{
    private const int AtATime = 500;
    private const int PlainSalt = 32;

    /// <exception cref="Access.ConfigurationException">The master keys are missing or of another store.</exception>
    public async Task Ensure(CancellationToken cancellationToken)
    {
        var isDone = await database.Write(IsDone, cancellationToken);
        var count = await database.Write(SealSalts, cancellationToken);
        if (!isDone)
        {
            count += await Labels(cancellationToken) + await Answers("responses", cancellationToken) + await Answers("response_revisions", cancellationToken);
            await database.Write(Finish, cancellationToken);
        }

        if (count > 0)
        {
            SealingLog.Sealed(log, count);
        }
    }

    private static bool IsDone(Session session)
    {
        session.OpenVault();
        return session.One<long>("SELECT COUNT(*) FROM sealing") > 0;
    }

    // Kept answers hold answers; what is sent again finds what is stored by its natural key.
    private static bool Finish(Session session)
    {
        session.Run("DELETE FROM idempotency");
        return session.Run("INSERT INTO sealing (done_at) VALUES (@Now)", new { session.Now }) > 0;
    }

    private async Task<int> Labels(CancellationToken cancellationToken)
    {
        var count = 0;
        while (await database.Write(SealLabels, cancellationToken) is var rows and > 0)
        {
            count += rows;
        }

        return count;
    }

    private async Task<int> Answers(string table, CancellationToken cancellationToken)
    {
        var (count, last) = (0, new AnswersRow());
        while (last is not null)
        {
            var after = last;
            (var rows, last) = await database.Write(s => SealAnswers(s, table, after), cancellationToken);
            count += rows;
        }

        return count;
    }

    private static int SealLabels(Session session)
    {
        var rows = session.All<LabelRow>(
            "SELECT organization_id AS Organization, client_id AS ClientId, label AS Label FROM clients WHERE label IS NOT NULL AND label NOT LIKE @Sealed LIMIT @AtATime",
            new { Sealed = SealedText.Prefix + "%", AtATime });
        foreach (var row in rows)
        {
            session.Run(
                "UPDATE clients SET label = @Label WHERE organization_id = @Organization AND client_id = @ClientId",
                new { Label = session.SealLabel(row.Organization, row.ClientId, row.Label), row.Organization, row.ClientId });
        }

        return rows.Count;
    }

    private static (int Sealed, AnswersRow? Last) SealAnswers(Session session, string table, AnswersRow after)
    {
        var rows = session.All<AnswersRow>(
            "SELECT r.organization_id AS Organization, r.response_id AS ResponseId, r.revision AS Revision, r.answers AS Answers, e.client_id AS ClientId " +
            $"FROM {table} r JOIN episodes e ON e.organization_id = r.organization_id AND e.episode_id = r.episode_id " +
            "WHERE (r.organization_id, r.response_id, r.revision) > (@Organization, @ResponseId, @Revision) ORDER BY r.organization_id, r.response_id, r.revision LIMIT @AtATime",
            new { after.Organization, after.ResponseId, after.Revision, AtATime });
        var plain = rows.FindAll(r => !Vault.IsSealed(r.Answers));
        foreach (var row in plain)
        {
            session.Run(
                $"UPDATE {table} SET answers = @Answers WHERE organization_id = @Organization AND response_id = @ResponseId AND revision = @Revision",
                new { Answers = session.SealAnswers(row.Organization, row.ClientId, row.ResponseId, row.Revision, row.Answers), row.Organization, row.ResponseId, row.Revision });
        }

        return (plain.Count, rows.Count < AtATime ? null : rows[^1]);
    }

    // An organization has few webhooks, and what is sealed is longer: this looks anew at every start.
    private static int SealSalts(Session session)
    {
        var rows = session.All<SaltRow>(
            "SELECT organization_id AS Organization, webhook_id AS WebhookId, salt AS Salt, former_salt AS FormerSalt FROM webhooks WHERE length(salt) = @Plain OR length(former_salt) = @Plain",
            new { Plain = PlainSalt });
        foreach (var row in rows)
        {
            byte[]? Sealed(byte[]? salt) => salt is null || Vault.IsSealed(salt) ? salt : session.SealSalt(row.Organization, row.WebhookId, salt);
            session.Run(
                "UPDATE webhooks SET salt = @Salt, former_salt = @FormerSalt WHERE organization_id = @Organization AND webhook_id = @WebhookId",
                new { Salt = Sealed(row.Salt), FormerSalt = Sealed(row.FormerSalt), row.Organization, row.WebhookId });
        }

        return rows.Count;
    }

    private sealed class SaltRow
    {
        public string Organization { get; init; } = "";

        public string WebhookId { get; init; } = "";

        public byte[] Salt { get; init; } = [];

        public byte[]? FormerSalt { get; init; }
    }

    private sealed class LabelRow
    {
        public string Organization { get; init; } = "";

        public string ClientId { get; init; } = "";

        public string Label { get; init; } = "";
    }

    private sealed class AnswersRow
    {
        public string Organization { get; init; } = "";

        public string ResponseId { get; init; } = "";

        public long Revision { get; init; }

        public byte[] Answers { get; init; } = [];

        public string ClientId { get; init; } = "";
    }
}
