using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.People;
using AllianceApi.Responses;
using AllianceApi.Responses.Search;

namespace AllianceApi.Exports.ScoreReports;

/// <summary>
/// The scores of one response as an HL7 v2.5.1 message ORU^R01 (chapter 7). The same state of a response is the same message, its
/// control id included, so that sending it twice does no harm. A correction says so; what was voided is marked as wrong.
/// </summary>
internal static class ScoreReport
{
    public const string MediaType = "application/hl7-v2";

    private const string Coding = "99ALLY";
    private const int ControlIdBytes = 10;

    public static string Of(string organization, ScoreReceiver receiver, FiledResponse filed, ResponseResource response, InstrumentView view, IReadOnlyList<PersonIdentifier> otherIds)
    {
        var (clinic, recorded) = (Escaped(organization), Time(Instant.FromStore(filed.RecordedAt)));
        var observed = Time(Instant.FromStore(filed.AuthoredAt));
        var isVoid = response.Status == "void";
        var isCorrected = isVoid || filed.Revision > 1;
        var lines = new List<string>
        {
            $"MSH|^~\\&|ALLIANCE|{clinic}|{Escaped(receiver.Application)}|{Escaped(receiver.Facility ?? organization)}|{recorded}||ORU^R01^ORU_R01|{ControlId(organization, filed)}|P|2.5.1|||AL|NE||UNICODE UTF-8",
            $"PID|1||{string.Join('~', otherIds.Select(i => $"{Escaped(i.Value)}^^^&{Escaped(i.System)}&URI^MR").Prepend($"{Escaped(filed.ClientId)}^^^{clinic}^MR"))}||^^^^^^S",
            $"PV1|1|O|||||{Escaped(filed.ClinicianId)}^^^^^^^^{clinic}||||||||||||{Escaped(Visit(filed))}^^^{clinic}^VN",
            $"OBR|1||{filed.ResponseId}^ALLIANCE|{Code($"{view.Id}.{filed.Rater}", $"{view.Name} ({filed.Rater})")}|||{observed}|||||||||||||||{recorded}|||{(isCorrected ? "C" : "F")}",
        };
        lines.AddRange(view.Scales.Select((scale, i) => Observation(i + 1, view, filed, scale.Scale, response.Scores.FirstOrDefault(s => s.Scale == scale.Scale), observed, isVoid ? "W" : isCorrected ? "C" : "F")));
        return string.Concat(lines.Select(l => l + "\r"));
    }

    // A scale without a score says that there is none (X); a value that is not shown is not there either.
    private static string Observation(int place, InstrumentView view, FiledResponse filed, string scale, ScoreResource? score, string observed, string status)
    {
        var isSum = view.Metric == "sum";
        var value = isSum ? score?.Sum : score?.Mean;
        var factor = isSum ? view.Scales.First(s => s.Scale == scale).Items.Count : 1;
        var range = string.Create(CultureInfo.InvariantCulture, $"{view.Items[0].Min * factor}-{view.Items[0].Max * factor}");
        var code = Code($"{view.Id}.{filed.Rater}.{scale}", $"{view.Name}, {scale} ({filed.Rater})");
        return string.Create(CultureInfo.InvariantCulture, $"OBX|{place}|NM|{code}||{value}|{{score}}^score^UCUM|{range}||||{(value is null ? "X" : status)}|||{observed}");
    }

    private static string Visit(FiledResponse filed) => filed.Note.Visit?.Value ?? string.Create(CultureInfo.InvariantCulture, $"{filed.EpisodeId}/{filed.Number}");

    private static string Code(string code, string text) => $"{Escaped(code)}^{Escaped(text)}^{Coding}";

    private static string ControlId(string organization, FiledResponse filed) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{organization}\n{filed.ResponseId}\n{filed.Revision}"))).AsSpan(0, ControlIdBytes));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+0000";

    private static string Escaped(string text) => string.Concat(text.Select(c => c switch
    {
        '\\' => "\\E\\",
        '|' => "\\F\\",
        '^' => "\\S\\",
        '&' => "\\T\\",
        '~' => "\\R\\",
        < ' ' => " ",
        _ => c.ToString(),
    }));
}

/// <summary>Whom reports are addressed to.</summary>
/// <param name="Application">Receiving application, MSH-5.</param>
/// <param name="Facility">Receiving facility, MSH-6; null for the organization itself.</param>
internal sealed record ScoreReceiver(string Application, string? Facility)
{
    public static ScoreReceiver Of(IConfiguration configuration) =>
        new(configuration["Hl7:ReceivingApplication"] is { Length: > 0 } application ? application : "EHR", configuration["Hl7:ReceivingFacility"] is { Length: > 0 } facility ? facility : null);
}
