using System.Text;
using Alliance.Measurement.Scoring;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;
using AllianceApi.Trends;

namespace AllianceApi.Shell.Checks;

/// <summary>Scores the stored answers again and compares means and flags bit for bit.</summary>
internal sealed class ScoreCheck(InstrumentRegistry instruments, string organization, bool earlier) : IPiecewiseCheck
{
    private const int AtATime = 500;

    private readonly string _sql =
        "SELECT response_id AS ResponseId, revision AS Revision, instrument AS Instrument, version AS Version, answers AS Answers, means AS Means, flags AS Flags, " +
        $"duration_seconds AS DurationSeconds FROM {(earlier ? "response_revisions" : "responses")} " +
        "WHERE organization_id = @Organization AND (response_id > @ResponseId OR (response_id = @ResponseId AND revision > @Revision)) ORDER BY response_id, revision LIMIT @AtATime";

    private string _responseId = "";
    private long _revision;

    public int Next(Session session, List<string> faults)
    {
        var rows = session.All<ResponseRow>(_sql, new { Organization = organization, ResponseId = _responseId, Revision = _revision, AtATime });
        foreach (var row in rows)
        {
            if (Difference(session, row) is { } difference)
            {
                faults.Add($"response {row.ResponseId} revision {row.Revision}: {difference}");
            }

            (_responseId, _revision) = (row.ResponseId, row.Revision);
        }

        return rows.Count;
    }

    private string? Difference(Session session, ResponseRow row)
    {
        if (instruments.Find(session, organization, row.Instrument, row.Version) is not { } document)
        {
            return $"its instrument {row.Instrument}@{row.Version} is not known";
        }

        ResponseScore score;
        try
        {
            score = ResponseScore.Of(document.Instrument, Answers.Decode(document.Instrument.Items, Encoding.UTF8.GetString(session.OpenAnswers(organization, row.ResponseId, row.Revision, row.Answers))), row.DurationSeconds);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return "its answers can not be read";
        }

        string?[] parts =
        [
            row.Means.AsSpan().SequenceEqual(ResponseRow.Pack(score)) ? null : "means",
            row.Flags == SeriesMember.Pack(score) ? null : "flags",
        ];
        return parts.Any(p => p is not null) ? string.Join(" and ", parts.Where(p => p is not null)) : null;
    }
}
